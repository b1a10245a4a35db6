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
            if (!IsKnown(words[i], paddingRow))
            {
                throw OutOfVocabulary(nameof(words), $"The word index at position {i}", words[i], paddingRow);
            }
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

    /// <summary>Refuses labels that would overwrite indices that are still to be read.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void NoOverlap(ReadOnlySpan<int> read, ReadOnlySpan<int> labels)
    {
        if (read.Overlaps(labels))
        {
            throw new ArgumentException(
                "The labels share memory with what is read: give them memory of their own.", nameof(labels));
        }
    }

    /// <summary>Refuses probabilities that would overwrite indices that are still to be read.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void NoOverlap(
        ReadOnlySpan<int> read,
        ReadOnlySpan<float> probabilities,
        [CallerArgumentExpression(nameof(probabilities))] string parameter = "")
    {
        if (read.Overlaps(MemoryMarshal.Cast<float, int>(probabilities)))
        {
            throw new ArgumentException(
                "The probabilities share memory with what is read: give them memory of their own.", parameter);
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

    private static bool IsKnown(int word, int paddingRow) => (uint)(word + 1) <= (uint)(paddingRow + 1);

    private static ArgumentOutOfRangeException OutOfVocabulary(
        string parameter, string what, int word, int paddingRow) =>
        new(parameter,
            Invariant(
                $"{what} is out of range: expected -1 to {paddingRow}, both of which are padding, found {word}."));
}
