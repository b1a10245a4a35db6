using System.Diagnostics;

namespace FastElman.Samples.TaggingService.Tests.OpenApi;

/// <summary>
/// The program as a process of its own. Its JSON is read and written by generated code alone, as in native code; the
/// other tests run in a process where reflection would help out.
/// </summary>
public sealed class WholeProgramTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_serves_its_page_and_its_OpenAPI_document()
    {
        var name = OperatingSystem.IsWindows() ? "TaggingService.exe" : "TaggingService";
        using var program = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, name))
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            Environment =
            {
                ["Kestrel__Endpoints__Http__Url"] = "http://127.0.0.1:0",
                ["Kestrel__Endpoints__Grpc__Url"] = "http://127.0.0.1:0",
            },
        })!;
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressOfHttpAsync(program.StandardOutput) };

            var page = await client.GetStringAsync("/", Cancellation);
            var document = await client.GetStringAsync("/openapi/v1.json", Cancellation);

            Assert.Contains("page.js", page);
            Assert.Equal(
                (await File.ReadAllTextAsync(ApiDocumentTests.CheckedIn, Cancellation)).ReplaceLineEndings(),
                document.ReplaceLineEndings());
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Kestrel binds the endpoints of the settings in the order of their names: Grpc, Http.</summary>
    private static async Task<Uri> AddressOfHttpAsync(StreamReader output)
    {
        const string Listening = "Now listening on: ";
        var addresses = new List<string>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(RunningService.Patience);
        while (addresses.Count < 2)
        {
            var line = await output.ReadLineAsync(patience.Token);
            Assert.NotNull(line);
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var place and >= 0)
            {
                addresses.Add(line[(place + Listening.Length)..]);
            }
        }

        return new Uri(addresses[1]);
    }
}
