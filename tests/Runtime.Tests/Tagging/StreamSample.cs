using FastElman.Fixtures;
using FastElman.Tests.Network;

namespace FastElman.Tests.Tagging;

/// <summary>Streams that stop in the middle of a sentence, and what they give for the rest of it.</summary>
internal static class StreamSample
{
    public static ElmanShape Shape { get; } = new(
        hiddenSize: 9, labelCount: 5, vocabularySize: 20, embeddingSize: 4, windowSize: 7);

    /// <summary>The sentence of all these streams.</summary>
    public static int[] Words { get; } = RandomModel.Sentence(Shape, 14, seed: 1, withPadding: true);

    public static ElmanParameters Parameters() => RandomModel.Parameters(Shape, seed: 1, range: 1f);

    public static TaggingStream Create() => new(ElmanModel.Create(Parameters()).Compile());

    /// <summary>The state of a stream that is reset and then takes the first words.</summary>
    public static byte[] StateAfter(TaggingStream stream, int place, bool prepared)
    {
        stream.Reset();
        foreach (var word in Words.AsSpan(0, place))
        {
            stream.Push(word, out _);
        }

        if (prepared)
        {
            stream.Prepare();
        }

        var state = new byte[stream.StateByteCount];
        stream.SaveState(state);
        return state;
    }

    /// <summary>The labels of the words that wait and of those that follow.</summary>
    public static int[] Rest(TaggingStream stream, int place)
    {
        var labels = new List<int>();
        foreach (var word in Words.AsSpan(place))
        {
            if (stream.Push(word, out var label))
            {
                labels.Add(label);
            }
        }

        var last = new int[stream.Delay];
        labels.AddRange(last.AsSpan(0, stream.Complete(last)));
        return [.. labels];
    }

    /// <summary>The labels of the words that wait and of those that follow, in one stream of a group.</summary>
    public static int[] Rest(StreamGroup group, int stream, int place)
    {
        var labels = new List<int>();
        var label = new int[1];
        foreach (var word in Words.AsSpan(place))
        {
            group.Tick([stream], [word], label);
            if (label[0] >= 0)
            {
                labels.Add(label[0]);
            }
        }

        var last = new int[group.Delay];
        labels.AddRange(last.AsSpan(0, group.Complete(stream, last)));
        return [.. labels];
    }

    /// <summary>From a place on, a stream gives what the whole sentence gives, bit for bit.</summary>
    public static void AssertGoesOn(ForwardRun expected, TaggingStream stream, int place)
    {
        var row = new float[Shape.LabelCount];
        for (var t = place; t < Words.Length; t++)
        {
            Assert.Equal(t >= stream.Delay, stream.Push(Words[t], out var label, row));
            if (t >= stream.Delay)
            {
                Assert.Equal(expected.Labels[t - stream.Delay], label);
                Bits.AssertEqual(expected.Probabilities.AsSpan((t - stream.Delay) * row.Length, row.Length), row);
            }
        }

        var last = new int[stream.Delay];
        Assert.Equal(stream.Delay, stream.Complete(last));
        Assert.Equal(expected.Labels[^stream.Delay..], last);
    }
}
