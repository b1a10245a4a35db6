using System.Diagnostics;
using FastElman.Benchmarks.Cluster.Load;
using FastElman.Samples.SessionCluster.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace FastElman.Benchmarks.Cluster.Costs;

/// <summary>What parts of a call take by themselves, in one process: the best of some rounds.</summary>
internal static class PartCost
{
    private const int Rounds = 20, Streams = 200;

    /// <summary>Microseconds for a word of a <see cref="StreamGroup"/> with 200 streams in a tick.</summary>
    public static double Tagging(ElmanModel model, Sentences sentences)
    {
        var compiled = model.Compile();
        var group = new StreamGroup(compiled, Streams);
        int[] streams = [.. Enumerable.Range(0, Streams).Select(_ => group.Open())];
        int[] words = [.. streams.Select((_, i) => compiled.Vocabulary!.GetIndex(sentences[i][0]))];
        var labels = new int[Streams];
        return Best(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                group.Tick(streams, words, labels);
            }
        }) / (100 * Streams);
    }

    /// <summary>
    /// Microseconds for what Orleans writes and reads of a call with one word, there and back, and its bytes.
    /// </summary>
    public static (double Time, int Bytes) Serialization()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var pieces = new SessionPieces { First = 1000, Pieces = [new Piece("flights", false)], Model = new('a', 32) };
        var answer = new SessionAnswer
        {
            Kind = AnswerKind.Taken,
            Next = 1001,
            Saved = 990,
            Labels = [new WordLabel(3, "B-toloc.city_name")],
            Model = new('a', 32),
        };
        var bytes = serializer.SerializeToArray(pieces).Length + serializer.SerializeToArray(answer).Length;
        var time = Best(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                serializer.Deserialize<SessionPieces>(serializer.SerializeToArray(pieces));
                serializer.Deserialize<SessionAnswer>(serializer.SerializeToArray(answer));
            }
        }) / 1000;
        return (time, bytes);
    }

    private static double Best(Action work)
    {
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return best;
    }
}
