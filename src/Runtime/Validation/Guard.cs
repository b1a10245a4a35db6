using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Simd;
using static System.FormattableString;

namespace FastElman.Validation;

/// <summary>
/// The checks at the door of every public method: each kind of check stands here once and computes in
/// <see cref="long"/>. What has passed is not checked again: the kernels behind only assert. Checks of arguments and
/// the text of messages live in this room.
/// </summary>
internal static class Guard
{
    /// <summary>
    /// Refuses a word index outside −1 to <paramref name="paddingRow"/>. Theano's −1 is the last row of the embeddings,
    /// the padding word, which also has the index <paramref name="paddingRow"/>. Other negative indices, which NumPy
    /// counts from the end, are errors here.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    public static void InVocabulary(ReadOnlySpan<int> words, int paddingRow)
    {
        for (var i = 0; i < words.Length; i++)
        {
            InVocabulary(words, i, paddingRow);
        }
    }

    /// <summary>The same for the word at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InVocabulary(ReadOnlySpan<int> words, int position, int paddingRow)
    {
        if (!IsKnown(words[position], paddingRow))
        {
            throw OutOfVocabulary(
                nameof(words), $"The word index at position {position}", words[position], paddingRow);
        }
    }

    /// <summary>The same for one word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InVocabulary(int word, int paddingRow)
    {
        if (!IsKnown(word, paddingRow))
        {
            throw OutOfVocabulary(nameof(word), "The word index", word, paddingRow);
        }
    }

    /// <summary>Whether a number is the temperature of a model: finite and positive.</summary>
    public static bool IsTemperature(float temperature) => temperature > 0 && float.IsFinite(temperature);

    /// <summary>Refuses a number that is not the temperature of a model.</summary>
    public static void Temperature(float temperature, string parameter)
    {
        if (!IsTemperature(temperature))
        {
            throw new ArgumentOutOfRangeException(
                parameter,
                temperature,
                Invariant($"A temperature is a finite and positive number, this is {temperature}."));
        }
    }

    /// <summary>
    /// Refuses a span to write to that shares memory with another span of the call, whatever the types of both: with
    /// one that is read, which would change under the reader, or with another one to write to. A comparison of
    /// addresses, below 1 ns.
    /// </summary>
    /// <param name="written">What the call writes to.</param>
    /// <param name="other">Another span of the call.</param>
    /// <param name="parameter">The caller's name for <paramref name="written"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NoOverlap<TWritten, TOther>(
        ReadOnlySpan<TWritten> written,
        ReadOnlySpan<TOther> other,
        [CallerArgumentExpression(nameof(written))] string parameter = "")
        where TWritten : unmanaged
        where TOther : unmanaged
    {
        if (Overlap(written, other))
        {
            ThrowOverlap(parameter);
        }
    }

    /// <summary>Refuses a span of labels that does not have one element a word.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void OneLabelPerWord(int words, int labels)
    {
        if (words != labels)
        {
            throw new ArgumentException(
                $"Expected room for {words} labels, one a word, found {labels}.", nameof(labels));
        }
    }

    /// <summary>Refuses a span of confidences that does not have one element a word.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void OneConfidencePerWord(int words, int confidence)
    {
        if (words != confidence)
        {
            throw new ArgumentException(
                $"Expected room for {words} probabilities, one a word, found {confidence}.", nameof(confidence));
        }
    }

    /// <summary>Refuses a span of confidences that is too short for some words.</summary>
    public static void RoomForConfidence(int words, int confidence)
    {
        if (confidence < words)
        {
            throw new ArgumentException(
                $"Expected room for {words} probabilities, found {confidence}.", nameof(confidence));
        }
    }

    /// <summary>Refuses a span of probabilities that is not [rows, labels].</summary>
    /// <param name="rows">Rows that are wanted: words, or streams.</param>
    /// <param name="labelCount">Probabilities in a row.</param>
    /// <param name="probabilities">Elements that there are.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void ProbabilityMatrix(int rows, int labelCount, int probabilities)
    {
        var expected = (long)rows * labelCount;
        if (probabilities != expected)
        {
            throw new ArgumentException(
                $"Expected room for {rows} rows of {labelCount} probabilities, {expected} in all, "
                + $"found {probabilities}.",
                nameof(probabilities));
        }
    }

    /// <summary>
    /// Refuses spans too short for the labels, and for the probabilities where they are wanted, of some words.
    /// </summary>
    /// <param name="words">Words whose labels are written.</param>
    /// <param name="labelCount">Probabilities a word.</param>
    /// <param name="labels">Labels that there is room for.</param>
    /// <param name="probabilities">Probabilities that there is room for; 0 where they are not wanted.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void RoomForWaitingWords(int words, int labelCount, int labels, int probabilities)
    {
        if (labels < words)
        {
            throw new ArgumentException($"Expected room for {words} labels, found {labels}.", nameof(labels));
        }

        var expected = (long)words * labelCount;
        if (probabilities != 0 && probabilities < expected)
        {
            throw new ArgumentException(
                $"Expected room for {expected} probabilities, found {probabilities}.", nameof(probabilities));
        }
    }

    /// <summary>Refuses a value that its enumeration does not have.</summary>
    /// <param name="value">The value.</param>
    /// <param name="parameter">The caller's name for it.</param>
    /// <param name="noun">What it is, for the message.</param>
    public static void Defined<TEnum>(TEnum value, string parameter, string noun)
        where TEnum : struct, Enum
    {
        if (!IsDefined(value))
        {
            var number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
            throw new ArgumentOutOfRangeException(parameter, Invariant($"There is no {noun} {number}."));
        }
    }

    /// <summary>
    /// Whether an enumeration has a value. Each of ours has 0, the default; to know the others, reflection reads the
    /// names of all, which takes some tens of microseconds where it is the first thing in a process to need it.
    /// </summary>
    public static bool IsDefined<TEnum>(TEnum value)
        where TEnum : struct, Enum => EqualityComparer<TEnum>.Default.Equals(value, default) || Enum.IsDefined(value);

    /// <summary>Refuses a stream that cannot be read from.</summary>
    public static void Readable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
        {
            throw new ArgumentException(
                "The stream cannot be read from: it is closed, or for writing.", nameof(stream));
        }
    }

    /// <summary>Refuses a stream that cannot be written to.</summary>
    public static void Writable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
        {
            throw new ArgumentException(
                "The stream cannot be written to: it is closed, or for reading.", nameof(stream));
        }
    }

    /// <summary>Refuses an index outside 0 to <paramref name="count"/> − 1.</summary>
    /// <returns>The index.</returns>
    public static int Index(int index, int count)
    {
        if ((uint)index >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index),
                count == 0
                    ? Invariant($"The index is out of range: there is none, found {index}.")
                    : Invariant($"The index is out of range: expected 0 to {count - 1}, found {index}."));
        }

        return index;
    }

    /// <summary>As MemoryExtensions.Overlaps, for spans of two types and of more than 2 GB.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe bool Overlap<TFirst, TSecond>(ReadOnlySpan<TFirst> first, ReadOnlySpan<TSecond> second)
        where TFirst : unmanaged
        where TSecond : unmanaged
    {
        var distance = Unsafe.ByteOffset(
            ref Unsafe.As<TFirst, byte>(ref MemoryMarshal.GetReference(first)),
            ref Unsafe.As<TSecond, byte>(ref MemoryMarshal.GetReference(second)));
        return !first.IsEmpty && !second.IsEmpty
            && ((nuint)distance < (nuint)first.Length * (nuint)sizeof(TFirst)
                || (nuint)(-distance) < (nuint)second.Length * (nuint)sizeof(TSecond));
    }

    [DoesNotReturn]
    [MethodImpl(HotPath.Rare)]
    private static void ThrowOverlap(string parameter) => throw new ArgumentException(
        $"The memory for {parameter} is shared with another span of this call: give it memory of its own.", parameter);

    /// <summary>Whether a number is the index of a word, or of the padding word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsKnown(int word, int paddingRow) => (uint)(word + 1) <= (uint)(paddingRow + 1);

    private static ArgumentOutOfRangeException OutOfVocabulary(
        string parameter, string what, int word, int paddingRow) =>
        new(parameter,
            Invariant(
                $"{what} is out of range: expected -1 to {paddingRow}, both of which are padding, found {word}."));
}
