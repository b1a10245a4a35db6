using System.Reflection;
using FastElman.Extensions.Hosting.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FastElman.Extensions.Hosting.Tests.Settings;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void All_settings_come_from_the_section_of_the_model()
    {
        var path = CityModel.SaveTo(_folder);
        var settings = Read("flights", new()
        {
            ["FastElman:flights:ModelPath"] = path,
            ["FastElman:flights:Compile:InstructionSet"] = "scalar",
            ["FastElman:flights:Compile:Precision"] = "Int16",
            ["FastElman:flights:Compile:ProjectionBudget"] = "1000",
            ["FastElman:flights:Compile:Decoding"] = "Iob",
            ["FastElman:flights:Compile:MinimumConfidence"] = "0.25",
            ["FastElman:flights:Load:AllowNonFinite"] = "true",
            ["FastElman:flights:Load:AllowUnknownTensors"] = "true",
            ["FastElman:flights:Load:VerifyChecksum"] = "false",
            ["FastElman:flights:Reload:Mode"] = "Poll",
            ["FastElman:flights:Reload:Delay"] = "00:00:01",
            ["FastElman:flights:Reload:PollingInterval"] = "00:01:00",
            ["FastElman:flights:Shadow:ModelPath"] = path,
            ["FastElman:flights:Shadow:Share"] = "0.5",
            ["FastElman:flights:Shadow:QueueLength"] = "7",
            ["FastElman:flights:SelfTest:Sentence"] = "to boston",
            ["FastElman:flights:SelfTest:ExpectedSlots:0"] = "city",
            ["FastElman:flights:DisableHealthChecks"] = "true",
            ["FastElman:flights:DisableMetrics"] = "true",
            ["FastElman:flights:DisableTracing"] = "true",
        });

        Assert.Equal(path, settings.ModelPath);
        Assert.Equal(InstructionSet.Scalar, settings.Compile.InstructionSet);
        Assert.Equal(WeightPrecision.Int16, settings.Compile.Precision);
        Assert.Equal(1000, settings.Compile.ProjectionBudget);
        Assert.Equal(LabelDecoding.Iob, settings.Compile.Decoding);
        Assert.Equal(0.25f, settings.Compile.MinimumConfidence);
        Assert.True(settings.Load is { AllowNonFinite: true, AllowUnknownTensors: true, VerifyChecksum: false });
        Assert.Equal(ReloadMode.Poll, settings.Reload.Mode);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.Reload.Delay);
        Assert.Equal(TimeSpan.FromMinutes(1), settings.Reload.PollingInterval);
        Assert.Equal(path, settings.Shadow.ModelPath);
        Assert.Equal(0.5, settings.Shadow.Share);
        Assert.Equal(7, settings.Shadow.QueueLength);
        Assert.Equal("to boston", settings.SelfTest.Sentence);
        Assert.Equal(["city"], settings.SelfTest.ExpectedSlots);
        Assert.True(settings is { DisableHealthChecks: true, DisableMetrics: true, DisableTracing: true });
    }

    [Fact]
    public void Every_setting_has_a_key() =>
        Assert.Equal(
            Keys(typeof(FastElmanSettings)).Order(StringComparer.Ordinal),
            SettingsKeys.All.Order(StringComparer.Ordinal));

    [Fact]
    public void The_model_without_a_name_has_the_section_itself() =>
        Assert.Equal(0.75, Read(null, new() { ["FastElman:Shadow:Share"] = "0.75" }).Shadow.Share);

    [Fact]
    public void The_section_of_a_named_model_is_no_setting_of_the_one_without() =>
        Assert.Equal(0.1, Read(null, new() { ["FastElman:flights:Shadow:Share"] = "0.75" }).Shadow.Share);

    [Fact]
    public void A_section_without_content_is_no_wrong_setting() =>
        Assert.Equal(
            ReloadMode.Watch,
            Read("flights", new() { ["FastElman:flights:Reload"] = "" }).Reload.Mode);

    [Fact]
    public void Code_has_the_last_word()
    {
        var settings = Read(
            "flights", new() { ["FastElman:flights:Shadow:Share"] = "0.75" }, settings => settings.Shadow.Share = 0.5);
        Assert.Equal(0.5, settings.Shadow.Share);
    }

    [Theory]
    [InlineData("Compile:Precision", "Int8", "expected Float32 or Int16, found \"Int8\".")]
    [InlineData("Compile:Precision", "7", "expected Float32 or Int16, found \"7\".")]
    [InlineData("Compile:InstructionSet", "sse", "expected Scalar, Vector128, AdvSimd, Avx2 or Avx512, found \"sse\".")]
    [InlineData("Compile:MinimumConfidence", "half", "expected a number from 0 to 1, found \"half\".")]
    [InlineData("Compile:MinimumConfidence", "1.5", "expected a number from 0 to 1, found \"1.5\".")]
    [InlineData("Compile:MinimumConfidence", "NaN", "expected a number from 0 to 1, found \"NaN\".")]
    [InlineData("Compile:ProjectionBudget", "-1", "expected a number of bytes that is not negative, found \"-1\".")]
    [InlineData("Compile:ProjectionBudget", "64 MB", "expected a whole number of bytes, found \"64 MB\".")]
    [InlineData("Compile:Decoding", "Best", "expected ArgMax, Iob, Transitions or IobTransitions, found \"Best\".")]
    [InlineData("Load:VerifyChecksum", "yes", "expected true or false, found \"yes\".")]
    [InlineData("Reload:Mode", "Never", "expected Off, Watch or Poll, found \"Never\".")]
    [InlineData("Reload:Delay", "soon", "expected a time such as 00:00:30, found \"soon\".")]
    [InlineData("Reload:Delay", "500", "expected a time from 00:00:00 to 1.00:00:00, found \"500.00:00:00\".")]
    [InlineData("Reload:PollingInterval", "0", "expected a time from 00:00:00.001 to 1.00:00:00, found \"00:00:00\".")]
    [InlineData("Shadow:Share", "10 %", "expected a number from 0 to 1, found \"10 %\".")]
    [InlineData("Shadow:Share", "1\u001b[2J\n", "expected a number from 0 to 1, found \"1\uFFFD[2J\uFFFD\".")]
    [InlineData("Shadow:Share", "2", "expected a number from 0 to 1, found \"2\".")]
    [InlineData("Shadow:QueueLength", "0", "expected a number of texts of at least 1, found \"0\".")]
    [InlineData("SelfTest:ExpectedSlots:0", "a", "expected the text in which the expected slots are, found nothing.")]
    [InlineData("DisableMetrics", "", "expected true or false, found \"\".")]
    public void A_wrong_setting_is_one_sentence(string key, string value, string problem)
    {
        var subject = key.StartsWith("SelfTest", StringComparison.Ordinal) ? "SelfTest:Sentence" : key;
        Assert.Equal(
            $"Setting FastElman:flights:{subject} is wrong: {problem}",
            Assert.Single(Problems(new() { [$"FastElman:flights:{key}"] = value })));
    }

    [Fact]
    public void A_misspelt_key_is_named_with_those_that_exist()
    {
        var problem = Assert.Single(Problems(new() { ["FastElman:flights:Reload:Interval"] = "00:00:01" }));
        Assert.StartsWith(
            "Setting FastElman:flights:Reload:Interval is wrong: expected one of ModelPath, ",
            problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_list_below_a_misspelt_key_is_twenty_sentences()
    {
        var elements = Enumerable.Range(0, 500)
            .ToDictionary(i => $"FastElman:flights:SelfTest:Slots:{i}", string? (i) => $"city={i}");
        Assert.Equal(20, Problems(elements).Count);
    }

    [Theory]
    [InlineData("never\nError: the disk is full")]
    [InlineData("\u001b[31mnever")]
    [InlineData("\u202Enever\u2028")]
    public void A_value_breaks_no_line_of_a_log_and_steers_no_terminal(string value)
    {
        var problem = Assert.Single(Problems(new() { ["FastElman:flights:Reload:Mode"] = value }));
        Assert.DoesNotContain(problem, character => character is '\n' or '\u001b' or '\u202E' or '\u2028');
        Assert.Contains("found \"", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_wrong_settings_are_named_at_once() =>
        Assert.Equal(2, Problems(new()
        {
            ["FastElman:flights:Shadow:Share"] = "2",
            ["FastElman:flights:Shadow:QueueLength"] = "-1",
        }).Count);

    [Fact]
    public void A_model_needs_a_file() =>
        Assert.Equal(
            "Setting FastElman:flights:ModelPath is wrong: expected the path of a model file, found nothing.",
            Assert.Single(Problems([], hasModel: false)));

    [Theory]
    [InlineData("ModelPath")]
    [InlineData("Shadow:ModelPath")]
    public void A_model_file_has_to_exist(string key)
    {
        var absent = _folder.File("absent.safetensors");
        Assert.Equal(
            $"Setting FastElman:flights:{key} is wrong: expected the path of a model file that exists, "
                + $"found \"{absent}\".",
            Assert.Single(Problems(new() { [$"FastElman:flights:{key}"] = absent })));
    }

    [Theory]
    [InlineData("a:b")]
    [InlineData("Shadow")]
    [InlineData("modelpath")]
    [InlineData("default")]
    [InlineData("Default")]
    public void A_name_that_could_be_a_setting_is_refused(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddFastElman(name));
        Assert.StartsWith($"A model cannot be named \"{name}\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData(null)]
    public void A_blank_name_is_refused(string? name) =>
        Assert.ThrowsAny<ArgumentException>(() => new ServiceCollection().AddFastElman(name!));

    /// <summary>They would share a section, and health checks of one name fail all checks.</summary>
    [Fact]
    public void A_name_that_differs_from_another_in_case_only_is_refused()
    {
        var services = new ServiceCollection().AddFastElman().AddFastElman("flights");
        var error = Assert.Throws<ArgumentException>(() => services.AddFastElman("Flights"));
        Assert.StartsWith(
            "A model cannot be named \"Flights\": expected a name that differs from \"flights\" in more than case.",
            error.Message,
            StringComparison.Ordinal);
        services.AddFastElman("flights");
    }

    [Theory]
    [InlineData("my model")]
    [InlineData(" flights ")]
    [InlineData("Flüge.v2/Zürich")]
    [InlineData("FastElman")]
    [InlineData("0")]
    public void A_name_may_be_odd(string name) =>
        Assert.Equal(0.75, Read(name, new() { [$"FastElman:{name}:Shadow:Share"] = "0.75" }).Shadow.Share);

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Keys(Type type, string prefix = "")
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var isSection = property.PropertyType.IsClass && property.PropertyType.Assembly != typeof(string).Assembly;
            foreach (var key in isSection ? Keys(property.PropertyType, $"{property.Name}:") : [property.Name])
            {
                yield return prefix + key;
            }
        }
    }

    private FastElmanSettings Read(
        string? name, Dictionary<string, string?> values, Action<FastElmanSettings>? configure = null)
    {
        var section = name is null ? "FastElman" : $"FastElman:{name}";
        values.TryAdd($"{section}:ModelPath", CityModel.SaveTo(_folder));
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        _ = name is null ? services.AddFastElman(configure) : services.AddFastElman(name, configure);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<FastElmanSettings>>().Get(name);
    }

    private IReadOnlyList<string> Problems(Dictionary<string, string?> values, bool hasModel = true)
    {
        if (!hasModel)
        {
            values["FastElman:flights:ModelPath"] = null;
        }

        return [.. Assert.Throws<OptionsValidationException>(() => Read("flights", values)).Failures];
    }
}
