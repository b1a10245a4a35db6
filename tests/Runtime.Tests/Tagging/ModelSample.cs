using FastElman.Fixtures;
using FastElman.Model;

namespace FastElman.Tests.Tagging;

/// <summary>Models of all kinds of shapes, on which every form of running must agree.</summary>
internal static class ModelSample
{
#if DEBUG
    private const int RandomShapes = 2;
#else
    private const int RandomShapes = 6;
#endif

    /// <summary>
    /// The smallest and largest of every size, without words, without recurrent padding, with more words than a block
    /// of the table.
    /// </summary>
    private static readonly ElmanShape[] Extremes =
    [
        new(hiddenSize: 1, labelCount: 1, vocabularySize: 0, embeddingSize: 1, windowSize: 1),
        new(1, 2, 1, 1, 3),
        new(9, 5, 20, 4, 3),
        new(16, 16, 7, 3, 9),
        new(33, 17, 5000, 2, 5),
        new(200, 3, 10, 10, 1),
        new(100, 127, 50, 5, 7),
        new(300, 200, 30, 3, 19),
    ];

    /// <summary>Every kind with every activation, without transition scores and with them.</summary>
    public static IReadOnlyList<NetworkVariant> AllVariants { get; } =
    [
        .. from variant in VariantSample.All
           from hasTransitions in (bool[])[false, true]
           select new NetworkVariant(variant.Kind, variant.Activation, hasTransitions),
    ];

    /// <summary>Every variant with every decoding that a model of it may have by default.</summary>
    public static IReadOnlyList<(NetworkVariant Variant, LabelDecoding Decoding)> AllDecodings { get; } =
    [
        .. from variant in AllVariants
           from decoding in Enum.GetValues<LabelDecoding>()
           where decoding.UsesTransitions() == variant.HasTransitions
           select (variant, decoding),
    ];

    /// <summary>Every shape with the table of projected embeddings and without.</summary>
    public static IEnumerable<CompiledModel> Of(InstructionSet instructionSet)
    {
        var random = new Random(1);
        var shapes = Extremes.Concat(Enumerable.Range(0, RandomShapes).Select(_ => new ElmanShape(
            random.Next(1, 120), random.Next(1, 150), random.Next(100), random.Next(1, 8), (2 * random.Next(10)) + 1)));
        return shapes.SelectMany((shape, seed) => WithTableAndWithout(
            RandomModel.Parameters(shape, seed, seed % 2 == 0 ? 0.2f : 1f), instructionSet));
    }

    /// <summary>Two models of the same parameters.</summary>
    public static IEnumerable<CompiledModel> WithTableAndWithout(
        ElmanParameters parameters, InstructionSet instructionSet) =>
        new[] { CompileOptions.DefaultProjectionBudget, 0 }.Select(budget => ElmanModel.Create(
            parameters, allowNonFinite: true).Compile(
                new CompileOptions { InstructionSet = instructionSet, ProjectionBudget = budget }));

    /// <summary>Models whose labels depend on words that are still to come, each for another reason.</summary>
    public static IEnumerable<CompiledModel> ThatNeedWholeSentences()
    {
        var labels = new LabelSet(["O", "B-x", "I-x"]);
        foreach (var activation in Enum.GetValues<HiddenActivation>())
        {
            yield return Of(new NetworkVariant(NetworkKind.Bidirectional, activation), decoding: null);
        }

        yield return ModelOf(NetworkVariant.Tutorial, LabelDecoding.Iob).Compile();
        yield return Of(new NetworkVariant(NetworkKind.Jordan, HasTransitions: true), decoding: null);
        yield return Of(NetworkVariant.Tutorial, LabelDecoding.Iob);

        CompiledModel Of(NetworkVariant variant, LabelDecoding? decoding) =>
            ModelOf(variant, decoding: null).Compile(new CompileOptions { Decoding = decoding });

        ElmanModel ModelOf(NetworkVariant variant, LabelDecoding? decoding) => ElmanModel.Create(
            RandomModel.Parameters(new ElmanShape(9, labels.Count, 20, 4, 7, variant), seed: 1),
            labels: labels,
            decoding: decoding);
    }

    /// <summary>
    /// Sentences of all lengths where something begins or ends: the window, a block of words, a tile of sentences.
    /// </summary>
    public static IEnumerable<int[]> Sentences(ElmanShape shape)
    {
        var reach = shape.WindowReach;
        int[] lengths = [0, 1, reach - 1, reach, reach + 1, 31, 32, 33, 65];
        return lengths.Where(length => length >= 0).Select(
            (length, seed) => RandomModel.Sentence(shape, length, seed, withPadding: true));
    }

    /// <summary>The labels that the tagger gives.</summary>
    public static int[] Labels(Tagger tagger, ReadOnlySpan<int> words)
    {
        var labels = new int[words.Length];
        tagger.Tag(words, labels);
        return labels;
    }
}
