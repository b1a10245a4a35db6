using FastElman;
using FastElman.Extensions.Hosting;
using FastElman.Extensions.Hosting.Registration;
using FastElman.Extensions.Hosting.Settings;
using FastElman.Extensions.Hosting.Telemetry;
using FastElman.Extensions.Hosting.Watching;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds models to the services of a program.</summary>
public static class FastElmanServiceCollectionExtensions
{
    /// <summary>
    /// Adds a model without a name, with the settings of the section <c>FastElman</c>: <see cref="IModelProvider"/> and
    /// <see cref="ServiceTagger"/> as singletons; <see cref="CompiledModel"/>, <see cref="Tagger"/>,
    /// <see cref="BatchTagger"/> and <see cref="TaggingStream"/> of the model that is current where they are resolved.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configureSettings">Changes the settings after the configuration has filled them.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddFastElman(
        this IServiceCollection services, Action<FastElmanSettings>? configureSettings = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Add(services, Options.Options.DefaultName, configureSettings);
    }

    /// <summary>
    /// Adds a named model, with the settings of the section <c>FastElman:{name}</c>: the same services as keyed
    /// services, as in <c>[FromKeyedServices("flights")] ServiceTagger</c>. Any number of models may be added.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">
    /// The name: not blank, without colons, neither that of a setting nor "default". It differs from those of other
    /// models in more than case.
    /// </param>
    /// <param name="configureSettings">Changes the settings after the configuration has filled them.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">The name cannot be that of a model.</exception>
    public static IServiceCollection AddFastElman(
        this IServiceCollection services, string name, Action<FastElmanSettings>? configureSettings = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        SettingsSection.RequireName(
            name, services.Where(each => each.ServiceType == typeof(ModelServices)).Select(each => each.ServiceKey)
                .OfType<string>());
        return Add(services, name, configureSettings);
    }

    private static IServiceCollection Add(
        IServiceCollection services, string name, Action<FastElmanSettings>? configureSettings)
    {
        // The unnamed services are what a keyed service with the key null is.
        object? key = name.Length == 0 ? null : name;
        var isNew = !services.Any(each => each.ServiceType == typeof(ModelServices) && Equals(each.ServiceKey, key));
        if (isNew)
        {
            AddShared(services);
            AddSettings(services, name);
            AddModel(services, name, key);
            AddHealthCheck(services, name, key);
        }

        if (configureSettings is not null)
        {
            services.Configure(name, configureSettings);
        }

        return services;
    }

    private static void AddShared(IServiceCollection services)
    {
        services.AddLogging();
        services.AddMetrics();
        services.AddHealthChecks();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TaggingMeter>();
        services.TryAddSingleton<IFolderEvents, SystemFolderEvents>();
        services.TryAddSingleton(provider => new ModelPaths(
            provider.GetService<IHostEnvironment>()?.ContentRootPath ?? Environment.CurrentDirectory));
    }

    private static void AddSettings(IServiceCollection services, string name)
    {
        services.AddOptions<FastElmanSettings>(name).ValidateOnStart();
        services.AddSingleton<IConfigureOptions<FastElmanSettings>>(
            provider => new ConfigureSettings(name, provider.GetService<IConfiguration>()));
        services.AddSingleton<IValidateOptions<FastElmanSettings>>(
            provider => new SettingsValidator(name, provider.GetRequiredService<ModelPaths>()));
    }

    private static void AddModel(IServiceCollection services, string name, object? key)
    {
        services.AddKeyedSingleton(key, (provider, _) => new ModelServices(provider, name));
        services.AddKeyedSingleton<IModelProvider>(key, (provider, _) => Of(provider).Provider);
        services.AddKeyedSingleton(key, (provider, _) => Of(provider).Tagger);
        services.AddKeyedTransient(key, (provider, _) => Of(provider).Provider.Current.Model);
        services.AddKeyedTransient(key, (provider, _) => Of(provider).Provider.Current.Tagger);
        services.AddKeyedTransient(key, (provider, _) => Of(provider).Provider.Current.BatchTagger);
        services.AddKeyedTransient(key, (provider, _) => new TaggingStream(Of(provider).Provider.Current.Model));
        services.AddSingleton<IHostedService>(provider => new ModelHostedService(Of(provider)));

        ModelServices Of(IServiceProvider provider) => provider.GetRequiredKeyedService<ModelServices>(key);
    }

    private static void AddHealthCheck(IServiceCollection services, string name, object? key) =>
        services.AddOptions<HealthCheckServiceOptions>().Configure<IOptionsMonitor<FastElmanSettings>>(
            (options, settings) =>
            {
                if (!settings.Get(name).DisableHealthChecks)
                {
                    options.Registrations.Add(new HealthCheckRegistration(
                        SettingsSection.PathOf(name),
                        provider => provider.GetRequiredKeyedService<ModelServices>(key).HealthCheck,
                        failureStatus: null,
                        tags: ["ready"]));
                }
            });
}
