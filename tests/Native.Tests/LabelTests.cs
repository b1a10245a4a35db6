using System.Globalization;
using System.Text.Json;
using FastElman.Interop;

namespace FastElman.Native.Tests;

/// <summary>Programs in C get the same bits as programs in C#.</summary>
public sealed class LabelTests(InstalledLibrary library) : IDisposable
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<NetworkKind, HiddenActivation, bool, LabelDecoding> Networks => new()
    {
        { NetworkKind.Elman, HiddenActivation.Sigmoid, false, LabelDecoding.ArgMax },
        { NetworkKind.Elman, HiddenActivation.Relu, false, LabelDecoding.Iob },
        { NetworkKind.Jordan, HiddenActivation.Tanh, false, LabelDecoding.ArgMax },
        { NetworkKind.Bidirectional, HiddenActivation.Sigmoid, false, LabelDecoding.ArgMax },
        { NetworkKind.Elman, HiddenActivation.Tanh, true, LabelDecoding.IobTransitions },
    };

    [Theory, MemberData(nameof(Networks))]
    public void Labels_and_probabilities_of_indices_are_the_same_bits(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, LabelDecoding decoding)
    {
        var model = NativeModels.WithNames(new NetworkVariant(kind, activation, hasTransitions));
        var sentences = NativeModels.Sentences(model.Shape);
        var (compiled, run) = Prepare(model, decoding);

        Assert.Equal(ExpectedLines.OfSentences(compiled, sentences), run("indices", Lines(sentences)));
        if (compiled.CanStream)
        {
            Assert.Equal(ExpectedLines.OfStreams(compiled, sentences), run("stream", Lines(sentences)));
        }
    }

    [Theory, MemberData(nameof(Networks))]
    public void Tokens_and_slots_of_texts_are_the_same(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, LabelDecoding decoding)
    {
        var model = NativeModels.WithNames(new NetworkVariant(kind, activation, hasTransitions), hasUnknown: true);
        string[] texts =
        [
            "", " ", "worda", "worda wordb, (wordc) unknown-wordd!", "Ünbekannt wordf … 本 wordg",
            string.Join(' ', Enumerable.Repeat("worda wordh Wordi wordz", 60)),
        ];
        var (compiled, run) = Prepare(model, decoding);

        var found = run("text", string.Join('\n', texts) + '\n');
        Assert.Equal(ExpectedLines.OfTexts(compiled, texts), found);
        Assert.Contains("\nslot ", found, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_of_the_test_set_of_ATIS_are_those_of_Theano()
    {
        var sentences = AtisTestSet.Sentences;
        var (_, run) = Prepare(AtisTestSet.Model, LabelDecoding.ArgMax);

        // The labels of sentence by sentence, the first of three lines for each.
        var lines = run("indices", Lines(sentences)).Split('\n')
            .Where((_, i) => i < 3 * sentences.Length && i % 3 == 0);
        var labels = lines.SelectMany(line => line.Split(' ').Skip(1)).Select(label => int.Parse(label, Invariant));
        Assert.Equal(GoldenArray.Read(Path.Combine(AtisTestSet.Folder, "y_pred_test.npy")).Integers, labels);
    }

    public void Dispose() => _folder.Dispose();

    private static string Lines(int[][] sentences) =>
        string.Concat(sentences.Select(sentence => string.Join(' ', sentence) + '\n'));

    /// <summary>
    /// The model compiled as the library compiles it, and how to run labels.c on it. The library has AVX2 here, C# may
    /// have more.
    /// </summary>
    private (CompiledModel Model, Func<string, string, string> Run) Prepare(ElmanModel model, LabelDecoding decoding)
    {
        var program = library.Compile("labels");
        var instructionSet = SimdInfo.Supported.Contains(InstructionSet.Avx2)
            ? InstructionSet.Avx2
            : InstructionSet.Vector128;
        Assert.SkipUnless(SimdInfo.Supported.Contains(instructionSet), "these tests compare AVX2 or 128-bit vectors");
        var file = _folder.File("model.safetensors");
        model.Save(file);
        var compiled = model.Compile(new() { InstructionSet = instructionSet, Decoding = decoding });
        return (compiled, (form, input) => ChildProcess.Run(
            new Command(program, file, form, $"{1 + (int)instructionSet}", $"{1 + (int)decoding}") { Input = input }));
    }
}
