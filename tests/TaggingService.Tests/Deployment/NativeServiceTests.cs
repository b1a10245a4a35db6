using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FastElman.Benchmarks.Service.Processes;
using FastElman.Samples.TaggingService.Grpc;
using FastElman.Samples.TaggingService.Tests.Grpc;
using FastElman.Samples.TaggingService.Tests.Streaming;
using Grpc.Net.Client;

namespace FastElman.Samples.TaggingService.Tests.Deployment;

/// <summary>
/// The service as native code, published by the command of the Dockerfile from the files that .dockerignore lets
/// through. A warning of the compiler about what it had to cut would be an error.
/// </summary>
[Collection(Alone.Name)]
public sealed class NativeServiceTests : IDisposable
{
    private readonly TemporaryFolder _context = new();
    private readonly TemporaryFolder _program = new();

    /// <summary>The command that makes the program in the image.</summary>
    public static string PublishCommand { get; } = Dockerfile.Instructions
        .Where(instruction => instruction.Name == "RUN").SelectMany(instruction => instruction.Arguments.Split(" && "))
        .Single(command => command.StartsWith("dotnet publish ", StringComparison.Ordinal));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_published_without_a_warning_and_answers_at_every_endpoint()
    {
        Alone.SkipInTheMatrix();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The image is one of Linux.");
        BuildContext.CopyTo(_context.Path);
        var command = PublishCommand.Replace(" /app ", $" {_program.Path} ", StringComparison.Ordinal);
        var log = ChildProcess.Run(new Command("dotnet", [.. command.Split(' ')[1..], .. Linker()])
        {
            Folder = _context.Path,
        });
        Assert.DoesNotContain("warning", log, StringComparison.OrdinalIgnoreCase);
        await using var service = await ServiceProcess.StartAsync(
            _program.File("TaggingService"), new Dictionary<string, string>());
        using var client = new HttpClient { BaseAddress = service.HttpAddress };

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/health/live")).StatusCode);
        Assert.Contains(
            "/v1/slots", await TextOf(await GetAsync(client, "/openapi/v1.json")), StringComparison.Ordinal);
        Assert.Contains("<html", await TextOf(await GetAsync(client, "/")), StringComparison.Ordinal);
        Assert.Contains(
            "\"cape town\"",
            await TextOf(await PostAsync(client, "/v1/slots", """{"text":"to cape town"}""")),
            StringComparison.Ordinal);
        Assert.Contains(
            "\"cape town\"",
            await TextOf(await PostAsync(client, "/v1/slots/many", """{"texts":["hello","to cape town"]}""")),
            StringComparison.Ordinal);
        Assert.Contains(
            "unchanged",
            await TextOf(await PostAsync(client, "/v1/model/reload", "")),
            StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(client, "/v1/slots", "{}")).StatusCode);
        var model = await (await GetAsync(client, "/v1/model")).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(WidestOfNativeCode(), model.GetProperty("instructionSet").GetString());

        Assert.Contains(
            "event: end",
            await TextOf(await PostAsync(client, "/v1/slots/stream", "to cape town", "text/plain")),
            StringComparison.Ordinal);
        await RequireWebSocketAsync(service.HttpAddress);
        await RequireGrpcAsync(service.GrpcAddress);

        service.Terminate();
        Assert.Equal(0, await service.WaitForExitAsync());
    }

    public void Dispose()
    {
        _context.Dispose();
        _program.Dispose();
    }

    /// <summary>The image has clang; elsewhere gcc can link too.</summary>
    private static string[] Linker() =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "clang")))
            ? []
            : ["-p:CppCompilerAndLinker=gcc"];

    /// <summary>Native code asks for AVX2 at run time, and for nothing wider.</summary>
    private static string WidestOfNativeCode() => new[]
    {
        InstructionSet.Avx2, InstructionSet.AdvSimd, InstructionSet.Vector128,
    }.First(SimdInfo.OnProcessor.Contains).ToString();

    private static async Task RequireWebSocketAsync(Uri address)
    {
        using var socket = await WebSocketTests.ConnectAsync(address);
        await WebSocketTests.SendAsync(socket, "to oslo");
        await WebSocketTests.SendAsync(socket, "");
        var slot = (await WebSocketTests.ReceiveAsync(socket)).GetProperty("slot");
        Assert.Equal("oslo", slot.GetProperty("text").GetString());
    }

    private static async Task RequireGrpcAsync(Uri address)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var tagger = new TextTagger.TextTaggerClient(channel);
        var answer = await tagger.FindSlotsAsync(
            new FindSlotsRequest { Text = "to oslo" }, cancellationToken: Cancellation);
        Assert.Equal("oslo", Assert.Single(answer.Slots).Text);
        using var sessions = tagger.StreamSessions(cancellationToken: Cancellation);
        await sessions.RequestStream.WriteAsync(
            new SessionWords { Words = { new SessionWord { Text = "to oslo", End = true } } }, Cancellation);
        Assert.True(await sessions.ResponseStream.NextAsync());
        Assert.Equal(["O", "B-to.city"], sessions.ResponseStream.Current.Labels.Select(label => label.Label));
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path) =>
        client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient client, string path, string text, string type = "application/json")
    {
        using var body = new StringContent(text, Encoding.UTF8, type);
        return await client.PostAsync(new Uri(path, UriKind.Relative), body, Cancellation);
    }

    private static async Task<string> TextOf(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.RequestUri}: {answer.StatusCode} {text}");
        return text;
    }
}
