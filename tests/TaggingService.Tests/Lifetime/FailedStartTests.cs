using System.Diagnostics;

namespace FastElman.Samples.TaggingService.Tests.Lifetime;

/// <summary>A start that fails says why to whoever started it, in one sentence.</summary>
public sealed class FailedStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_that_is_none_is_named()
    {
        var file = _folder.Write("model.safetensors", "This is no model.\n");
        Assert.Equal(
            $"Setting FastElman:ModelPath is wrong: expected the path of a model that can serve, found \"{file}\". "
            + $"{file}: this is text, not a safetensors file",
            await ProblemOfStartAsync("FastElman:ModelPath", file));
    }

    [Fact]
    public async Task A_setting_of_the_model_is_named() =>
        Assert.Equal(
            "Setting FastElman:Compile:Precision is wrong: expected Float32 or Int16, found \"x\".",
            await ProblemOfStartAsync("FastElman:Compile:Precision", "x"));

    [Theory]
    [InlineData("MaximumBodyBytes", "0")]
    [InlineData("MaximumWords", "-1")]
    [InlineData("MaximumTexts", "0")]
    [InlineData("MaximumStreams", "0")]
    [InlineData("MaximumSessions", "0")]
    [InlineData("StreamIdleTimeout", "00:00:00")]
    [InlineData("StreamIdleTimeout", "2.00:00:00")]
    [InlineData("RequestsPerSecond", "-1")]
    [InlineData("MaximumWords", "many")]
    public async Task A_limit_that_makes_no_sense_is_named(string name, string value) =>
        Assert.Contains(name, await ProblemOfStartAsync("Service:Limits:" + name, value), StringComparison.Ordinal);

    [Theory]
    [InlineData("Service:Limits:MaximumWord")]
    [InlineData("Service:Limits:MaximumWords:0")]
    [InlineData("Service:Limts:MaximumWords")]
    [InlineData("Service:Shutdown:DrainTimes")]
    [InlineData("Service:DrainTime")]
    public async Task A_setting_that_does_not_exist_is_named_with_those_that_do(string name)
    {
        var problem = await ProblemOfStartAsync(name, "5");

        Assert.StartsWith(
            $"Setting {name} does not exist: expected one of Service:Limits:MaximumBodyBytes, ",
            problem,
            StringComparison.Ordinal);
        Assert.EndsWith("Service:Shutdown:DrainTime.", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Servce:Limits:MaximumWords")]
    [InlineData("Sevrice:Limits:MaximumWords")]
    [InlineData("Services:Limits:MaximumWords")]
    [InlineData("Service1:Limits:MaximumWords")]
    public async Task A_section_whose_name_is_misspelt_is_named(string name) =>
        Assert.Equal(
            $"Setting {name} does not exist: expected Service:Limits:MaximumWords.",
            await ProblemOfStartAsync(name, "5"));

    [Fact]
    public async Task Settings_of_others_are_none_of_the_service()
    {
        await using var service = new RunningService(new Dictionary<string, string>
        {
            ["SERVICE_PORT"] = "1",
            ["Services:limits:http:0"] = "http://localhost",
            ["Other:Limits:MaximumWords"] = "5",
        });
        using var alive = await service.Client.GetAsync("/health/live", Cancellation);
        Assert.True(alive.IsSuccessStatusCode);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The only line that a start writes, on standard error.</summary>
    private static async Task<string> ProblemOfStartAsync(string setting, string value)
    {
        var name = OperatingSystem.IsWindows() ? "TaggingService.exe" : "TaggingService";
        using var program = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, name), [$"--{setting}", value])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["Kestrel__Endpoints__Http__Url"] = "http://127.0.0.1:0",
                ["Kestrel__Endpoints__Grpc__Url"] = "http://127.0.0.1:0",
            },
        })!;
        try
        {
            var error = program.StandardError.ReadToEndAsync(Cancellation);
            var output = await program.StandardOutput.ReadToEndAsync(Cancellation)
                .WaitAsync(RunningService.Patience, Cancellation);
            await program.WaitForExitAsync(Cancellation);

            Assert.Empty(output);
            Assert.Equal(1, program.ExitCode);
            return Assert.Single((await error).TrimEnd().Split(Environment.NewLine));
        }
        finally
        {
            program.Kill();
        }
    }
}
