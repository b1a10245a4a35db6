using Microsoft.Extensions.DependencyInjection;

namespace FastElman.Extensions.Hosting.Tests.Registration;

public sealed class ServicesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_named_model_is_a_keyed_service()
    {
        using var services = Services(services => services.AddFastElman("flights", UseModel("city")));
        var current = services.GetRequiredKeyedService<IModelProvider>("flights").Current;
        Assert.Same(current.Model, services.GetRequiredKeyedService<CompiledModel>("flights"));
        Assert.Same(current.Tagger, services.GetRequiredKeyedService<Tagger>("flights"));
        Assert.Same(current.BatchTagger, services.GetRequiredKeyedService<BatchTagger>("flights"));
        Assert.Same(current.Model, services.GetRequiredKeyedService<TaggingStream>("flights").Model);
        Assert.Same(current, services.GetRequiredKeyedService<ServiceTagger>("flights").Current);
        Assert.Null(services.GetService<Tagger>());
    }

    [Fact]
    public void The_model_without_a_name_is_a_plain_service()
    {
        using var services = Services(services => services.AddFastElman(UseModel("city")));
        Assert.Equal("", services.GetRequiredService<IModelProvider>().Name);
        Assert.Equal("city", services.GetRequiredService<Tagger>().FindSlots("boston")[0].Name);
        Assert.Equal("city", services.GetRequiredService<ServiceTagger>().FindSlots("boston")[0].Name);
    }

    [Fact]
    public void Any_number_of_models_serve_side_by_side()
    {
        using var services = Services(services => services
            .AddFastElman(UseModel("city"))
            .AddFastElman("hotels", UseModel("place"))
            .AddFastElman("trains", UseModel("station")));
        Assert.Equal("city", services.GetRequiredService<ServiceTagger>().FindSlots("boston")[0].Name);
        Assert.Equal("place", SlotOf("hotels"));
        Assert.Equal("station", SlotOf("trains"));

        string SlotOf(string name) =>
            services.GetRequiredKeyedService<ServiceTagger>(name).FindSlots("boston")[0].Name;
    }

    [Fact]
    public void Streams_are_new_ones_each_time()
    {
        using var services = Services(services => services.AddFastElman("flights", UseModel("city")));
        Assert.NotSame(
            services.GetRequiredKeyedService<TaggingStream>("flights"),
            services.GetRequiredKeyedService<TaggingStream>("flights"));
    }

    [Fact]
    public void Adding_a_model_twice_only_configures_it_again()
    {
        var added = new ServiceCollection();
        added.AddFastElman("flights", UseModel("city"));
        var count = added.Count;
        added.AddFastElman("flights");
        Assert.Equal(count, added.Count);
        added.AddFastElman("flights", settings => settings.Compile.MinimumConfidence = 1);
        using var services = added.BuildServiceProvider();
        Assert.Equal(1, services.GetRequiredKeyedService<CompiledModel>("flights").MinimumConfidence);
    }

    public void Dispose() => _folder.Dispose();

    private static ServiceProvider Services(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        return services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private Action<FastElmanSettings> UseModel(string slotName)
    {
        var path = CityModel.SaveTo(_folder, slotName, $"{slotName}.safetensors");
        return settings => settings.ModelPath = path;
    }
}
