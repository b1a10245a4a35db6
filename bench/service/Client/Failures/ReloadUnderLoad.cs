using System.Net.Http.Json;
using System.Text.Json;
using FastElman.Benchmarks.Service.Http;
using FastElman.Benchmarks.Service.Load;
using FastElman.Benchmarks.Service.Processes;
using FastElman.Benchmarks.Service.Telemetry;

namespace FastElman.Benchmarks.Service.Failures;

/// <summary>
/// The model file is replaced while callers send requests: by good files of two models, by broken ones, and by files
/// that are written slowly and in place. Each answer must be that of one of the two models.
/// </summary>
/// <param name="program">The service.</param>
/// <param name="texts">What is asked for; few, so that the answers of both models to all of them are known.</param>
/// <param name="first">The file of a model.</param>
/// <param name="second">The file of another one.</param>
/// <param name="core">The core of the service; null for all.</param>
internal sealed class ReloadUnderLoad(string program, Texts texts, string first, string second, int? core = null)
{
    private const int Callers = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly byte[][] _models = [File.ReadAllBytes(first), File.ReadAllBytes(second)];
    private readonly string[][] _answers = [[], []];
    private readonly string[] _fingerprints = ["", ""];

    public Counts Counts { get; } = new("HTTP/1.1");

    /// <summary>How many files have come to serve.</summary>
    public int Replaced { get; private set; }

    /// <summary>How many files were refused by the service, by its own count.</summary>
    public int Refused { get; private set; }

    /// <summary>Replaces the model file so many times.</summary>
    /// <returns>Which promises were broken: none.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(int replacements)
    {
        var folder = Directory.CreateTempSubdirectory("ReloadUnderLoad");
        try
        {
            return await RunAsync(Path.Combine(folder.FullName, "model.safetensors"), replacements);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<IReadOnlyList<string>> RunAsync(string path, int replacements)
    {
        using var sink = new OtlpSink();
        var settings = sink.Settings();
        settings["OTEL_TRACES_SAMPLER"] = "always_off";
        settings["OTEL_METRIC_EXPORT_INTERVAL"] = "250";
        settings["FastElman__ModelPath"] = path;
        settings["FastElman__Reload__Delay"] = "00:00:00.05";
        Rename(path, _models[1]);
        await using var service = await ServiceProcess.StartAsync(program, settings, core);
        using var client = new HttpClient { BaseAddress = service.HttpAddress };
        (_answers[1], _fingerprints[1]) = await AnswersAsync(service, client);
        Rename(path, _models[0]);
        await UntilAsync(async () => await FingerprintAsync(client) != _fingerprints[1]);
        (_answers[0], _fingerprints[0]) = await AnswersAsync(service, client);
        var goesOn = true;
        var caller = new HttpCaller(service.HttpEndPoint, texts, Counts) { IsRight = IsRight };
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(() => caller.RunAsync(() => goesOn))).ToArray();
        for (var i = 0; i < replacements; i++)
        {
            await ReplaceAsync(path, i, client, sink);
        }

        goesOn = false;
        await Task.WhenAll(callers);
        Refused = await RefusedAsync(sink);
        return [.. Broken(replacements)];
    }

    /// <summary>Good and bad files in turn; each has its effect before the next comes.</summary>
    private async Task ReplaceAsync(string path, int number, HttpClient client, OtlpSink sink)
    {
        var model = (number / 4) % 2 == 0 ? 1 : 0;
        var good = _models[model];
        switch (number % 4)
        {
            case 0:
                Rename(path, good);
                break;
            case 1:
                await RefuseAsync(path, good[..(good.Length / 2)], sink);
                return;
            case 2:
                var flipped = (byte[])good.Clone();
                flipped[^1] ^= 1;
                await RefuseAsync(path, flipped, sink);
                return;
            default:
                await WriteSlowlyAsync(path, good);
                break;
        }

        await UntilAsync(async () => await FingerprintAsync(client) == _fingerprints[model]);
        Replaced++;
    }

    private static async Task RefuseAsync(string path, byte[] content, OtlpSink sink)
    {
        var before = await RefusedAsync(sink);
        Rename(path, content);
        await UntilAsync(async () => await RefusedAsync(sink) > before);
    }

    /// <summary>In place, half of it first, with a pause in which the half is read.</summary>
    private static async Task WriteSlowlyAsync(string path, byte[] content)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        await file.WriteAsync(content.AsMemory(0, content.Length / 2));
        await file.FlushAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        await file.WriteAsync(content.AsMemory(content.Length / 2));
    }

    private static void Rename(string path, byte[] content)
    {
        using (var file = File.Create(path + ".new"))
        {
            file.Write(content);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    private static async Task<int> RefusedAsync(OtlpSink sink)
    {
        await sink.NextAsync();
        return (int)sink["fastelman.model.reloads{fastelman.outcome=failed}"];
    }

    private static async Task<string> FingerprintAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>(new Uri("/v1/model", UriKind.Relative)))
            .GetProperty("fingerprint").GetString()!;

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            await Task.Delay(20, timeout.Token);
        }
    }

    private async Task<(string[] Answers, string Fingerprint)> AnswersAsync(ServiceProcess service, HttpClient client)
    {
        using var connection = await HttpConnection.ConnectAsync(service.HttpEndPoint);
        var answers = new string[texts.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = (await connection.AskAsync(texts.HttpRequest(i))).Body;
        }

        return (answers, await FingerprintAsync(client));
    }

    private bool IsRight(int index, string body) => body == _answers[0][index] || body == _answers[1][index];

    private IEnumerable<string> Broken(int replacements)
    {
        var same = _answers[0].Zip(_answers[1]).Count(pair => pair.First == pair.Second);
        if (same == texts.Count)
        {
            yield return "The two models answer alike: nothing was shown.";
        }

        if (Counts.Untaken + Counts.Refused + Counts.Failures.Count > 0 || Counts.Answered != Counts.Sent)
        {
            yield return $"Requests have failed. {Counts}";
        }

        foreach (var failure in Counts.Failures.Take(10))
        {
            yield return failure;
        }

        if (Refused < replacements / 2)
        {
            yield return $"The service has refused {Refused} files of {replacements / 2} broken ones.";
        }
    }
}
