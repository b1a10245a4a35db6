using FastElman.Fixtures;
using FastElman.Model.Subwords;

namespace FastElman.Tests.Tagging;

/// <summary>
/// A model with subwords, and one whose vocabulary has its unknown words too, with the embeddings that they have in
/// the first: whatever runs must give the same bits.
/// </summary>
internal sealed class UnknownWordSample
{
    private static readonly string[] Unknown =
    [
        "Lisbon", "porto", "10:45", "DIGITDIGITpm", "東京", "🎵", "o'clock", new('x', 70), "LISBON", "straße", "a",
    ];

    private UnknownWordSample(ElmanModel model, ElmanModel longer, string[][] sentences, int[][] indices) =>
        (Model, Longer, Sentences, Indices) = (model, longer, sentences, indices);

    /// <summary>The model with subwords.</summary>
    public ElmanModel Model { get; }

    /// <summary>The model that knows all words.</summary>
    public ElmanModel Longer { get; }

    /// <summary>Sentences of known and unknown words.</summary>
    public string[][] Sentences { get; }

    /// <summary>The words of the sentences in the vocabulary of <see cref="Longer"/>.</summary>
    public int[][] Indices { get; }

    /// <summary>Samples of all kinds of networks and decodings.</summary>
    public static IEnumerable<UnknownWordSample> All =>
    [
        .. VariantSample.All.SelectMany(variant => ((int[])[1, 3, 7]).Select(window => Of(variant, window))),
        Of(new NetworkVariant(HasTransitions: true), 7),
        Of(new NetworkVariant(NetworkKind.Bidirectional, HasTransitions: true), 3),
    ];

    /// <summary>Those that a live stream can run.</summary>
    public static IEnumerable<UnknownWordSample> Streaming =>
        All.Where(each => each.Model.Compile().CanStream);

    /// <summary>The model with room for no word, for some, and for all in the table of projected embeddings.</summary>
    public IEnumerable<(CompiledModel Model, CompiledModel Longer)> Compiled(InstructionSet instructionSet)
    {
        foreach (var budget in (long[])[0, 9000, CompileOptions.DefaultProjectionBudget])
        {
            var options = new CompileOptions { InstructionSet = instructionSet, ProjectionBudget = budget };
            yield return (Model.Compile(options), Longer.Compile(options));
        }
    }

    /// <summary>A sample of one network.</summary>
    public static UnknownWordSample Of(NetworkVariant variant, int window)
    {
        const int known = 20;
        var shape = new ElmanShape(21, 6, known, 5, window, variant, subwordCount: 60);
        var parameters = VariantSample.Parameters(shape, seed: window);
        var words = RandomModel.Vocabulary(shape);
        var labels = RandomModel.Labels(shape);
        var model = ElmanModel.Create(parameters, words, labels, tokenizer: TokenizerKind.WhiteSpace);
        string[] all = [.. words, .. Unknown];
        var longer = new ElmanParameters(new ElmanShape(21, 6, all.Length, 5, window, variant));
        foreach (var tensor in longer.Shape.Tensors.Where(tensor => tensor != ElmanTensor.Embeddings))
        {
            parameters[tensor].CopyTo(longer[tensor]);
        }

        parameters.Embeddings[..(known * 5)].CopyTo(longer.Embeddings);
        parameters.Embeddings[(known * 5)..].CopyTo(longer.Embeddings[(all.Length * 5)..]);
        var table = SubwordTable.Of(model)!;
        for (var i = 0; i < Unknown.Length; i++)
        {
            table.Embed(Unknown[i], longer.Embeddings.Slice((known + i) * 5, 5));
        }

        var random = new Random(7);
        int[][] indices =
        [
            .. ((int[])[1, 2, 3, 8, 13, 32, 33, 70]).Select(length => Enumerable.Range(0, length)
                .Select(_ => random.Next(2) == 0 ? random.Next(known) : known + random.Next(Unknown.Length)).ToArray()),
            [.. Enumerable.Range(known, Unknown.Length)],
            [.. Enumerable.Range(0, known)],
        ];
        return new UnknownWordSample(
            model,
            ElmanModel.Create(longer, labels: labels),
            [.. indices.Select(sentence => Array.ConvertAll(sentence, index => all[index]))],
            indices);
    }

    /// <summary>The names of the labels of a sentence of word indices.</summary>
    public static string[] Labels(Tagger tagger, int[] sentence)
    {
        var labels = new int[sentence.Length];
        tagger.Tag(sentence, labels);
        return Array.ConvertAll(labels, label => tagger.Model.Labels![label]);
    }
}
