using System.Runtime;
using FastElman.Fixtures;
using FastElman.Tagging;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

public sealed class WarmupTests
{
    [Theory, EveryInstructionSet]
    public void After_it_nothing_is_left_to_compile(InstructionSet instructionSet) => AssertCompilesAll(
        instructionSet,
        each => VariantSample.All.SelectMany(variant => ModelSample.WithTableAndWithout(Parameters(variant), each)),
        Use);

    /// <summary>Among them one whose padding words decode nothing.</summary>
    [Theory, EveryInstructionSet]
    public void After_it_nothing_is_left_to_compile_of_any_decoding(InstructionSet instructionSet) => AssertCompilesAll(
        instructionSet,
        each => DecodingSample.Models(each).Prepend(DecodingSample.ThatDecodesLate(each)),
        model =>
        {
            var words = RandomModel.Sentence(model.Shape, 70, seed: 11);
            var labels = new int[words.Length];
            new Tagger(model).Tag(words, labels);
            new Tagger(model).Tag(words, labels, new float[words.Length * model.Shape.LabelCount]);
            new BatchTagger(model).Tag(words, [30, 40], labels);
        });

    [Theory, EveryInstructionSet]
    public void It_works_with_every_kind_activation_and_precision(InstructionSet instructionSet)
    {
        foreach (var parameters
            in VariantSample.All.SelectMany(
                VariantSample.Shapes).Select(shape => RandomModel.Parameters(shape, seed: 1)))
        {
            foreach (var precision in Enum.GetValues<WeightPrecision>())
            {
                var model = ElmanModel.Create(
                    parameters).Compile(new CompileOptions { InstructionSet = instructionSet, Precision = precision });
                model.Warmup();
                Use(model);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void It_works_with_networks_of_any_size(InstructionSet instructionSet)
    {
        foreach (var (hidden, labels, words, window)
            in new[] { (1, 1, 0, 1), (1, 2, 1, 19), (16, 16, 5, 3), (300, 200, 40, 7) })
        {
            var parameters = RandomModel.Parameters(
                new ElmanShape(hidden, labels, words, embeddingSize: 3, window), seed: hidden);
            foreach (var model in ModelSample.WithTableAndWithout(parameters, instructionSet))
            {
                model.Warmup();
                Use(model);
            }
        }
    }

    private static ElmanParameters Parameters(NetworkVariant variant) => RandomModel.Parameters(
        new ElmanShape(
            hiddenSize: 21, labelCount: 37, vocabularySize: 30, embeddingSize: 4, windowSize: 5, variant), seed: 1);

    /// <summary>
    /// Warms each model up and uses it: nothing is compiled then. The same model of another instruction set is used
    /// first, which compiles the code of the test itself and what does not depend on instruction sets.
    /// </summary>
    private static void AssertCompilesAll(
        InstructionSet instructionSet,
        Func<InstructionSet, IEnumerable<CompiledModel>> models,
        Action<CompiledModel> use)
    {
        Assert.SkipUnless(
            SimdInfo.Supported.Count > 1,
            "This machine has one instruction set: nothing else can compile the test's own code first.");
        var other = SimdInfo.Supported.First(each => each != instructionSet);
        foreach (var (first, model) in models(other).Zip(models(instructionSet)))
        {
            first.Warmup();
            use(first);
            model.Warmup();
            var before = JitInfo.GetCompiledMethodCount(currentThread: true);
            use(model);
            Assert.Equal(before, JitInfo.GetCompiledMethodCount(currentThread: true));
        }
    }

    private static void Use(CompiledModel model)
    {
        int[] words = [.. Enumerable.Repeat(-1, 40)];
        var labels = new int[words.Length];
        new Tagger(model).Tag(words, labels);
        new BatchTagger(model).Tag(words, [7, 20, 0, 13], labels);
        var confidence = new float[words.Length];
        new Tagger(model).TagWithConfidence(words, labels, confidence);
        new BatchTagger(model).TagWithConfidence(words, [7, 20, 0, 13], labels, confidence);
        if (!model.CanStream)
        {
            return;
        }

        var stream = new TaggingStream(model);
        foreach (var word in words)
        {
            stream.Push(word, out _);
            stream.Prepare();
            stream.PushWithConfidence(word, out _, out _);
        }

        var group = OpenStreams.Of(model, words.Length);
        group.Tick([.. Enumerable.Range(0, words.Length)], words, labels);
        group.Prepare();
        group.TickWithConfidence([.. Enumerable.Range(0, words.Length)], words, labels, confidence);
    }
}
