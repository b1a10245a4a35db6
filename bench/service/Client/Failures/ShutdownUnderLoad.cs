using System.Diagnostics;
using FastElman.Benchmarks.Service.Load;
using FastElman.Benchmarks.Service.Processes;
using FastElman.Benchmarks.Service.Telemetry;
using Grpc.Net.Client;
using TaggingClient = FastElman.Samples.TaggingService.Grpc.TextTagger.TextTaggerClient;

namespace FastElman.Benchmarks.Service.Failures;

/// <summary>
/// The service is asked to stop while callers send requests. Some heed its readiness, as those behind a load balancer
/// do; others go on until nobody listens. No request may be lost that the service has taken: it counts what it has
/// tagged, and that many answers must have come.
/// </summary>
internal sealed class ShutdownUnderLoad(string program, Texts texts, TimeSpan drainTime, int? core = null)
{
    /// <summary>How long it may take to stop after the time to drain.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(20);

    /// <summary>A timer counts in ticks of the system, and may fire some milliseconds early.</summary>
    private static readonly TimeSpan GrainOfTimers = TimeSpan.FromMilliseconds(50);

    private const int CallersOfAKind = 4;

    private readonly Counts[] _heedful = [new("HTTP/1.1, heedful"), new("gRPC, heedful")];
    private readonly Counts[] _stubborn = [new("HTTP/1.1, stubborn"), new("gRPC, stubborn")];
    private readonly Counts[] _streams = [new("gRPC, sentences"), new("gRPC, sessions")];
    private long _asked;

    /// <summary>What became of the requests, by kinds of callers.</summary>
    public IEnumerable<Counts> Counts => [.. _heedful, .. _stubborn, .. _streams];

    /// <summary>Starts the service, puts load on it, and asks it to stop.</summary>
    /// <param name="loadTime">The time of load before.</param>
    /// <returns>Which promises were broken: none.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(TimeSpan loadTime)
    {
        using var sink = new OtlpSink();
        var settings = sink.Settings();
        settings["OTEL_TRACES_SAMPLER"] = "always_off";
        settings["OTEL_METRIC_EXPORT_INTERVAL"] = "250";
        settings["Service__Shutdown__DrainTime"] = drainTime.ToString();
        settings["FastElman__Reload__Mode"] = "Off";
        await using var service = await ServiceProcess.StartAsync(program, settings, core);
        using var heedful = GrpcChannel.ForAddress(service.GrpcAddress);
        using var stubborn = GrpcChannel.ForAddress(service.GrpcAddress);
        using var streams = GrpcChannel.ForAddress(service.GrpcAddress);
        var readiness = new Readiness(service);
        TaggingClient[] clients = [new(heedful), new(stubborn), new(streams)];
        var callers = Start(service, clients, readiness).ToArray();
        await Task.Delay(loadTime);
        _asked = Stopwatch.GetTimestamp();
        service.Terminate();
        var exitCode = await service.WaitForExitAsync();
        var time = Stopwatch.GetElapsedTime(_asked);
        await Task.WhenAll(callers).WaitAsync(TimeToStop);
        return [.. Broken(exitCode, time, (long)sink["fastelman.tag.duration/count"])];
    }

    private IEnumerable<Task> Start(ServiceProcess service, TaggingClient[] clients, Readiness readiness)
    {
        yield return readiness.WatchAsync();
        for (var i = 0; i < CallersOfAKind; i++)
        {
            yield return Http(_heedful[0], () => readiness.IsReady);
            yield return Http(_stubborn[0], () => true);
            yield return Grpc(_heedful[1], () => readiness.IsReady, new UnaryCaller(clients[0], texts, i));
            yield return Grpc(_stubborn[1], () => true, new UnaryCaller(clients[1], texts, i));
            yield return Grpc(_streams[0], () => true, new SentenceStreamCaller(clients[2], texts, i));
            yield return Grpc(_streams[1], () => true, new SessionsCaller(clients[2], texts, i, sessions: 8));
        }

        Task Http(Counts counts, Func<bool> goesOn) =>
            Task.Run(() => new HttpCaller(service.HttpEndPoint, texts, counts).RunAsync(goesOn));

        static Task Grpc(Counts counts, Func<bool> goesOn, ICaller caller) =>
            Task.Run(() => new GrpcCaller(caller, counts).RunAsync(goesOn));
    }

    private IEnumerable<string> Broken(int exitCode, TimeSpan time, long tagged)
    {
        if (exitCode != 0)
        {
            yield return $"The service ended with exit code {exitCode}.";
        }

        if (time < drainTime - GrainOfTimers || time > drainTime + TimeToStop)
        {
            yield return $"The service took {time.TotalSeconds:F1} s to stop; {drainTime.TotalSeconds:F1} s to drain.";
        }

        foreach (var counts in _heedful.Where(counts => counts.Untaken + counts.Refused + counts.Ended > 0))
        {
            yield return $"A caller that heeds readiness was turned away. {counts}";
        }

        foreach (var counts in Counts.Where(
            counts => Stopwatch.GetElapsedTime(_asked, counts.FirstTurnedAway) < drainTime - GrainOfTimers))
        {
            yield return $"A caller was turned away before the time to drain was over. {counts}";
        }

        foreach (var counts in Counts.Where(counts => counts.Answered == 0))
        {
            yield return $"Nothing was answered. {counts}";
        }

        foreach (var counts in Counts)
        {
            foreach (var failure in counts.Failures)
            {
                yield return $"{counts.Name}: {failure}";
            }
        }

        if (_heedful.Concat(_stubborn).Sum(counts => counts.Answered) is var answered && answered != tagged)
        {
            yield return $"The service has tagged {tagged} texts, and {answered} answers came.";
        }
    }
}
