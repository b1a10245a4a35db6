using System.Text.Json;

namespace FastElman.Samples.TaggingService.Tests.Deployment;

/// <summary>
/// What can be said of the image without building it. <see cref="NativeServiceTests"/> runs what its build runs.
/// </summary>
public sealed class DockerfileTests
{
    [Fact]
    public void The_image_needs_no_shell()
    {
        Assert.DoesNotContain(Dockerfile.LastStage, instruction => instruction.Name is "RUN" or "CMD" or "HEALTHCHECK");
        Assert.Equal(["./TaggingService"], JsonSerializer.Deserialize<string[]>(Dockerfile.Argument("ENTRYPOINT"))!);
        Assert.Equal("TaggingService", typeof(Program).Assembly.GetName().Name);
        Assert.EndsWith("-chiseled", Dockerfile.Argument("FROM"), StringComparison.Ordinal);
    }

    /// <summary>The variable is the number of the user that .NET's images have for programs.</summary>
    [Fact]
    public void The_service_does_not_run_as_root() => Assert.Equal("$APP_UID", Dockerfile.Argument("USER"));

    [Fact]
    public void Its_files_are_those_of_the_stage_before()
    {
        var build = Dockerfile.Instructions.First(instruction => instruction.Name == "FROM").Arguments;
        Assert.EndsWith(" AS build", build, StringComparison.Ordinal);
        Assert.Equal("--from=build /app .", Dockerfile.Argument("COPY"));
        Assert.Equal("/app", Dockerfile.Argument("WORKDIR"));
        Assert.Contains(" -o /app ", NativeServiceTests.PublishCommand, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_images_are_of_the_framework_that_the_project_has()
    {
        var version = $"{Environment.Version.Major}.{Environment.Version.Minor}";
        var tags = Dockerfile.Instructions.Where(instruction => instruction.Name == "FROM")
            .Select(instruction => instruction.Arguments.Split(' ')[0].Split(':')[1]);
        Assert.All(tags, tag => Assert.StartsWith($"{version}-noble", tag, StringComparison.Ordinal));
    }

    /// <summary>The endpoints have the ports of appsettings.json, on all addresses of the container.</summary>
    [Fact]
    public void The_endpoints_are_reached_from_outside()
    {
        using var settings = JsonDocument.Parse(
            Dockerfile.ReadRepositoryFile("samples/TaggingService/appsettings.json"));
        var ports = new List<int>();
        foreach (var endpoint in settings.RootElement.GetProperty("Kestrel").GetProperty("Endpoints").EnumerateObject())
        {
            var port = new Uri(endpoint.Value.GetProperty("Url").GetString()!).Port;
            Assert.Equal($"http://+:{port}", Dockerfile.Environment[$"Kestrel__Endpoints__{endpoint.Name}__Url"]);
            ports.Add(port);
        }

        Assert.Equal(ports, Dockerfile.Ports);
    }
}
