using FastElman.Validation;
using static System.FormattableString;

namespace FastElman.Model;

/// <summary>Whether parameters, words and labels make a model.</summary>
internal static class ModelParts
{
    /// <summary>What keeps the parts from being a model; null where nothing does.</summary>
    /// <param name="parameters">The parameters, which have the shape.</param>
    /// <param name="vocabulary">The words, or null.</param>
    /// <param name="labels">The labels, or null.</param>
    /// <param name="allowNonFinite">Whether parameters may be NaN or infinite.</param>
    public static Problem? FindProblem(
        ElmanParameters parameters, Vocabulary? vocabulary, LabelSet? labels, bool allowNonFinite)
    {
        var shape = parameters.Shape;
        if (vocabulary is not null && vocabulary.Count != shape.VocabularySize)
        {
            return WrongCount("vocabulary", nameof(vocabulary), "words", shape.VocabularySize, vocabulary.Count);
        }

        if (labels is not null && labels.Count != shape.LabelCount)
        {
            return WrongCount("label set", nameof(labels), "labels", shape.LabelCount, labels.Count);
        }

        if (shape.SubwordCount > 0 && vocabulary?.UnknownIndex is null)
        {
            return new Problem(
                $"subwords belong to words that are unknown, which need the word {Vocabulary.UnknownWord}",
                nameof(vocabulary),
                ElmanTensor.Subwords.FileName(),
                $"a vocabulary with {Vocabulary.UnknownWord}",
                vocabulary is null ? "no vocabulary" : "a vocabulary without it");
        }

        return !allowNonFinite && parameters.FindNonFinite() is var (tensor, index)
            ? new Problem(
                $"the value at index {index} is not finite",
                nameof(parameters),
                tensor.FileName(),
                "finite values",
                Invariant($"{parameters[tensor][index]}"))
            : null;
    }

    private static Problem WrongCount(string list, string parameter, string noun, int expected, int found) =>
        new($"the {list} does not fit the shape", parameter, Tensor: null, $"{expected} {noun}", $"{found}");

    /// <summary>What is wrong, and the exception that says it: parts come from a file or are arguments.</summary>
    internal sealed record Problem(string What, string Parameter, string? Tensor, string Expected, string Found)
    {
        public ModelFormatException OfFile(string? file) => new(What, file, Tensor, Expected, Found);

        public ArgumentException OfArgument() => new(OfFile(file: null).Message, Parameter);
    }
}
