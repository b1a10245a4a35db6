using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using FastElman.Model;
using FastElman.Network;
using FastElman.Packing;
using static System.FormattableString;

namespace FastElman.Tagging;

/// <summary>
/// The state of a live stream as little-endian bytes: the signature FES2, the fingerprint of the model's content [16],
/// the number of words that wait for their label, the parity of the next time step (0 or 1), the embedding rows of the
/// window without its last position [window − 1], and the recurrent state h_{t−1} (Jordan: p_{t−1}) as float32
/// [recurrent size]. Where the model has subwords, the embeddings of these positions follow as float32 [window − 1,
/// embedding]: a word that the vocabulary does not have has the row V + 1 + position, where V is the vocabulary's size,
/// and its embedding here; the embeddings of others are 0.
/// </summary>
/// <remarks>
/// The fingerprint determines all sizes. A state of another model is refused, even if the shape is the same. The state
/// does not depend on how the model was compiled.
/// </remarks>
internal static class StreamStateFormat
{
    /// <summary>States of up to this many bytes need no rented memory.</summary>
    private const int ShortState = 1024;

    private const int FirstValue = 4 + ModelFingerprint.Size;
    /// <summary>
    /// The embedding of a word is less than so many parameters: its own vector, √193 n-grams and three of its shape.
    /// </summary>
    private const int MostParametersOfWord = 32;

    private const int HeaderLength = FirstValue + (2 * sizeof(int));

    private static ReadOnlySpan<byte> Mark => "FES2"u8;

    /// <summary>Bytes of a state.</summary>
    public static int SizeOf(ElmanShape shape) =>
        checked(HeaderLength
            + (sizeof(int) * (shape.WindowSize - 1))
            + (sizeof(float) * (shape.RecurrentSize + UnknownLength(shape))));

    /// <summary>Writes a state.</summary>
    /// <param name="state">[at least <see cref="SizeOf"/>].</param>
    /// <param name="model">The model that runs the stream.</param>
    /// <param name="waiting">Words that wait for their label, from 0 to the window's reach.</param>
    /// <param name="parity">1 where the next time step has an odd position in the sentence, else 0.</param>
    /// <param name="window">Embedding rows [window]; the last is not part of the state.</param>
    /// <param name="recurrent">[recurrent size]: h_{t−1}; p_{t−1} in a Jordan network.</param>
    /// <param name="unknownWords">Has the embeddings of unknown words; null where the model has no subwords.</param>
    public static void Write(
        Span<byte> state,
        CompiledModel model,
        int waiting,
        int parity,
        ReadOnlySpan<int> window,
        ReadOnlySpan<float> recurrent,
        UnknownWords? unknownWords)
    {
        var size = SizeOf(model.Shape);
        if (state.Length < size)
        {
            throw new ArgumentException($"Expected room for {size} bytes, found {state.Length}.", nameof(state));
        }

        Mark.CopyTo(state);
        model.Model.ContentFingerprint.Bytes.CopyTo(state[Mark.Length..]);
        state = state[(Mark.Length + ModelFingerprint.Size)..];
        Append(ref state, waiting);
        Append(ref state, parity);
        var padding = model.Shape.PaddingRow;
        for (var i = 0; i < window.Length - 1; i++)
        {
            Append(ref state, window[i] > padding ? padding + 1 + i : window[i]);
        }

        Append(ref state, recurrent);
        for (var i = 0; i < window.Length - 1 && unknownWords is not null; i++)
        {
            if (window[i] > padding)
            {
                Append(ref state, unknownWords.EmbeddingOf(window[i]));
                continue;
            }

            var length = sizeof(float) * model.Shape.EmbeddingSize;
            state[..length].Clear();
            state = state[length..];
        }
    }

    /// <summary>
    /// Reads a state, once all of it is checked. What is checked is a copy: another thread may change the caller's
    /// memory, and the embedding rows in it lead to addresses.
    /// </summary>
    /// <param name="state">What <see cref="Write"/> wrote.</param>
    /// <param name="model">The model that continues from it.</param>
    /// <param name="window">Receives the embedding rows [window], but for the last.</param>
    /// <param name="recurrent">[recurrent size]: receives h_{t−1}; p_{t−1} in a Jordan network.</param>
    /// <param name="unknownWords">Receives the embeddings of unknown words; null where there are none.</param>
    /// <param name="firstUnknown">The index of the first of them that is the stream's.</param>
    /// <returns>The words that wait for their label, and the parity of the next time step.</returns>
    [SkipLocalsInit]
    public static (int Waiting, int Parity) Read(
        ReadOnlySpan<byte> state,
        CompiledModel model,
        Span<int> window,
        Span<float> recurrent,
        UnknownWords? unknownWords,
        int firstUnknown)
    {
        RequireState(state, model);
        byte[]? rented = null;
        var copy = state.Length <= ShortState
            ? stackalloc byte[ShortState]
            : rented = ArrayPool<byte>.Shared.Rent(state.Length);
        try
        {
            state.CopyTo(copy);
            var values = (ReadOnlySpan<byte>)copy[FirstValue..state.Length];
            var counts = ReadValues(ref values, model, window, recurrent);
            for (var i = 0; i < window.Length - 1 && unknownWords is not null; i++)
            {
                var isUnknown = window[i] > model.Shape.PaddingRow;
                window[i] = isUnknown ? firstUnknown + i : window[i];
                var embedding = isUnknown ? unknownWords.Place(window[i]) : default;
                for (var j = 0; j < model.Shape.EmbeddingSize; j++)
                {
                    var value = BitConverter.Int32BitsToSingle(Take(ref values));
                    if (isUnknown)
                    {
                        embedding[j] = value;
                    }
                }

                if (isUnknown)
                {
                    unknownWords.Unseal(window[i]);
                }
            }

            return counts;
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    /// <summary>Refuses bytes that are not a state of a model, by all but their values.</summary>
    private static void RequireState(ReadOnlySpan<byte> state, CompiledModel model)
    {
        if (!state.StartsWith(Mark))
        {
            throw new StreamStateException("these bytes are not the state of a stream");
        }

        var fingerprint = state[Mark.Length..];
        if (!fingerprint.StartsWith(model.Model.ContentFingerprint.Bytes))
        {
            var found = fingerprint[..Math.Min(fingerprint.Length, ModelFingerprint.Size)];
            throw new StreamStateException(
                "the state is of another model", model.Model.Fingerprint, Convert.ToHexStringLower(found));
        }

        var size = SizeOf(model.Shape);
        if (state.Length != size)
        {
            throw new StreamStateException("the state has another length", $"{size} bytes", $"{state.Length} bytes");
        }
    }

    private static (int Waiting, int Parity) ReadValues(
        ref ReadOnlySpan<byte> values, CompiledModel model, Span<int> window, Span<float> recurrent)
    {
        var shape = model.Shape;
        var waiting = Take(ref values);
        if (waiting < 0 || waiting > shape.WindowReach)
        {
            throw new StreamStateException(
                "the state has an impossible number of waiting words",
                $"0 to {shape.WindowReach}",
                Invariant($"{waiting}"));
        }

        var parity = Take(ref values);
        if ((uint)parity > 1)
        {
            throw new StreamStateException("the state has an impossible parity", "0 or 1", Invariant($"{parity}"));
        }

        RequireValues(values, window.Length - 1, model);
        for (var i = 0; i < window.Length - 1; i++)
        {
            window[i] = Take(ref values);
        }

        foreach (ref var value in recurrent)
        {
            value = BitConverter.Int32BitsToSingle(Take(ref values));
        }

        return (waiting, parity);
    }

    private static void RequireValues(ReadOnlySpan<byte> values, int rows, CompiledModel model)
    {
        var window = values;
        for (var i = 0; i < rows; i++)
        {
            var row = Take(ref values);
            var isUnknown = model.Subwords is not null && row == model.Shape.PaddingRow + 1 + i;
            if ((uint)row > (uint)model.Shape.PaddingRow && !isUnknown)
            {
                throw new StreamStateException(
                    "the state has an impossible word", $"0 to {model.Shape.PaddingRow}", Invariant($"{row}"));
            }
        }

        if (model.Subwords is not null)
        {
            RequireEmbeddings(window, values[(sizeof(float) * model.Shape.RecurrentSize)..], model.Shape);
        }

        for (var i = 0; !values.IsEmpty; i++)
        {
            // A sigmoid is between 0 and 1; the learned initial state can be as large as any parameter, and the
            // embedding of a word as a sum of some.
            var largest = ByteWeights.LargestParameter * (i < model.Shape.RecurrentSize ? 1 : MostParametersOfWord);
            var unit = BitConverter.Int32BitsToSingle(Take(ref values));
            if (model.Network.StaysFinite && !(MathF.Abs(unit) <= largest))
            {
                throw new StreamStateException(
                    "the state has an impossible hidden unit", "a number", Invariant($"{unit}"));
            }
        }
    }

    /// <summary>
    /// Refuses an embedding at the position of a word that has one in the model: equal states have equal bytes.
    /// </summary>
    private static void RequireEmbeddings(ReadOnlySpan<byte> window, ReadOnlySpan<byte> embeddings, ElmanShape shape)
    {
        for (var length = sizeof(float) * shape.EmbeddingSize; !embeddings.IsEmpty; embeddings = embeddings[length..])
        {
            if (Take(ref window) <= shape.PaddingRow && embeddings[..length].ContainsAnyExcept((byte)0))
            {
                throw new StreamStateException("the state has an embedding for a word that the model has");
            }
        }
    }

    /// <summary>Values of the embeddings of unknown words.</summary>
    private static int UnknownLength(ElmanShape shape) =>
        shape.SubwordCount > 0 ? checked((shape.WindowSize - 1) * shape.EmbeddingSize) : 0;

    private static void Append(ref Span<byte> state, ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            Append(ref state, BitConverter.SingleToInt32Bits(value));
        }
    }

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
}
