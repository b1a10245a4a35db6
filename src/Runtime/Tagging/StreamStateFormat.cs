using System.Buffers.Binary;
using FastElman.Network;
using FastElman.Packing;

namespace FastElman.Tagging;

/// <summary>
/// A live stream's state as bytes, little-endian: a mark, which a Jordan network has of its own, the hidden size, the window size, the vocabulary size, the words that wait, whether the next time
/// step is at an odd place of the sentence (0 or 1), the embedding rows of the window but its last place, and as float32 the hidden state, or in a Jordan network the
/// probabilities of the labels.
/// </summary>
internal static class StreamStateFormat
{
    private const int MarkLength = 4;
    private const int HeaderLength = MarkLength + (5 * sizeof(int));

    public static int SizeOf(ElmanShape shape) => checked(HeaderLength + (sizeof(int) * (shape.WindowSize - 1)) + (sizeof(float) * shape.StateSize));

    /// <summary>Writes a state.</summary>
    /// <param name="state">[at least <see cref="SizeOf"/>].</param>
    /// <param name="shape">Of the model.</param>
    /// <param name="waiting">Words that wait for their label.</param>
    /// <param name="turn">1 where the next time step is at an odd place of the sentence, else 0: <see cref="StepDirection"/>.</param>
    /// <param name="window">Embedding rows [window]; the last is not part of the state.</param>
    /// <param name="hidden">What the next time step gets of the one before [state].</param>
    public static void Write(Span<byte> state, ElmanShape shape, int waiting, int turn, ReadOnlySpan<int> window, ReadOnlySpan<float> hidden)
    {
        if (state.Length < SizeOf(shape))
        {
            throw new ArgumentException($"Expected room for {SizeOf(shape)} bytes, found {state.Length}.", nameof(state));
        }

        MarkOf(shape).CopyTo(state);
        state = state[MarkLength..];
        Append(ref state, shape.HiddenSize);
        Append(ref state, shape.WindowSize);
        Append(ref state, shape.VocabularySize);
        Append(ref state, waiting);
        Append(ref state, turn);
        foreach (var row in window[..^1])
        {
            Append(ref state, row);
        }

        foreach (var unit in hidden)
        {
            Append(ref state, BitConverter.SingleToInt32Bits(unit));
        }
    }

    /// <summary>Reads a state into <paramref name="window"/> and <paramref name="hidden"/>, once all of it is checked.</summary>
    /// <param name="state">What <see cref="Write"/> wrote.</param>
    /// <param name="network">The network that will go on from it.</param>
    /// <param name="window">Receives the embedding rows [window], but for the last.</param>
    /// <param name="hidden">Receives what the next time step gets of the one before [state].</param>
    /// <returns>The words that wait for their label, and whether the next time step is at an odd place.</returns>
    public static (int Waiting, int Turn) Read(ReadOnlySpan<byte> state, PackedNetwork network, Span<int> window, Span<float> hidden)
    {
        var shape = network.Shape;
        if (state.Length != SizeOf(shape) || !state.StartsWith(MarkOf(shape)))
        {
            throw Refusal("these bytes are no state of a stream of this model", $"{SizeOf(shape)} bytes", $"{state.Length}");
        }

        var rest = state[MarkLength..];
        if (Take(ref rest) != shape.HiddenSize || Take(ref rest) != shape.WindowSize || Take(ref rest) != shape.VocabularySize)
        {
            throw Refusal("the state is of a model of another shape");
        }

        var waiting = Take(ref rest);
        if (waiting < 0 || waiting > shape.WindowReach)
        {
            throw Refusal("the state has an impossible number of waiting words", $"0 to {shape.WindowReach}", $"{waiting}");
        }

        var turn = Take(ref rest);
        if ((uint)turn > 1)
        {
            throw Refusal("the state has an impossible place of the next time step", "0 or 1", $"{turn}");
        }

        var values = rest;
        for (var i = 0; i < window.Length - 1; i++)
        {
            var row = Take(ref values);
            if ((uint)row > (uint)shape.PaddingRow)
            {
                throw Refusal("the state has an impossible word", $"0 to {shape.PaddingRow}", $"{row}");
            }
        }

        while (!values.IsEmpty)
        {
            // A sigmoid is from 0 to 1; the learned state before the first word is as large as parameters are, which may be anything.
            var unit = BitConverter.Int32BitsToSingle(Take(ref values));
            if (network.StaysFinite && !(MathF.Abs(unit) <= ByteWeights.LargestParameter))
            {
                throw Refusal("the state has an impossible hidden unit", "a number", $"{unit}");
            }
        }

        for (var i = 0; i < window.Length - 1; i++)
        {
            window[i] = Take(ref rest);
        }

        foreach (ref var unit in hidden)
        {
            unit = BitConverter.Int32BitsToSingle(Take(ref rest));
        }

        return (waiting, turn);
    }

    /// <summary>Of hidden units or of the probabilities of labels, which cannot stand for each other.</summary>
    private static ReadOnlySpan<byte> MarkOf(ElmanShape shape) => shape.Variant.Kind == NetworkKind.Jordan ? "FEJ1"u8 : "FES1"u8;

    private static void Append(ref Span<byte> state, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(state, value);
        state = state[sizeof(int)..];
    }

    private static int Take(ref ReadOnlySpan<byte> state)
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(state);
        state = state[sizeof(int)..];
        return value;
    }

    private static ModelFormatException Refusal(string problem, string? expected = null, string? found = null) =>
        new(problem, expected: expected, found: found);
}
