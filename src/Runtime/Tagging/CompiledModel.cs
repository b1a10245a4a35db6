using System.Diagnostics;
using FastElman.Kernels;
using FastElman.Labels;
using FastElman.Model;
using FastElman.Model.Subwords;
using FastElman.Packing;
using FastElman.Tagging;
using FastElman.Validation;
using static System.FormattableString;

namespace FastElman;

/// <summary>
/// A model that is ready to run: packed for an instruction set, with a precision and a decoding. The taggers and
/// streams are made from it. Ways to run a compiled model live in this room; how a time step is computed lives in
/// Network.
/// </summary>
/// <remarks>
/// Immutable and thread-safe: compile a model once and share the result among all threads and taggers.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class CompiledModel
{
    internal CompiledModel(ElmanModel model, CompileOptions options)
    {
        Model = model;
        Shape = model.Shape;
        Decoding = options.Decoding ?? model.Decoding;
        InstructionSet = options.InstructionSet ?? SimdInfo.Active;
        Guard.Defined(Decoding, nameof(options), "decoding");
        Guard.Defined(options.Precision, nameof(options), "precision");
        if (options.InstructionSet is { } chosen)
        {
            Guard.Defined(chosen, nameof(options), "instruction set");
        }

        if (options.ProjectionBudget < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), Invariant($"The projection budget is negative: {options.ProjectionBudget} bytes."));
        }

        MinimumConfidence = options.MinimumConfidence;
        if (!(MinimumConfidence is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), Invariant($"The minimum confidence is no probability: {MinimumConfidence}."));
        }

        if (model.FindDecodingProblem(Decoding) is var (problem, expected, found))
        {
            throw new NotSupportedException(
                $"The model cannot be decoded in this way: {problem} (expected {expected}, found {found}).");
        }

        var plan = PackingPlan.For(
            model.Parameters, InstructionSet, options.Precision, options.ProjectionBudget, model.LargestMagnitude);
        plan = plan with { SkipsZeros = plan.SkipsZeros && options.SkipsZeros };
        Network = new PackedNetwork(model.Parameters, plan, Chain(), model.Temperature);
        Precision = plan.UsesInt16 ? WeightPrecision.Int16 : WeightPrecision.Float32;
        Tokenizer = model.Vocabulary is { } words ? new Tokenizer(words, model.Tokenizer) : null;
        Subwords = SubwordTable.Of(model);
        Slots = model.Labels is { } labels ? SlotTable.Of(labels) : null;
        Diagnostics = new CompiledModelDiagnostics(plan, Network);
    }

    /// <summary>The model that was compiled.</summary>
    public ElmanModel Model { get; }

    /// <summary>The sizes of the network, and which network it is.</summary>
    public ElmanShape Shape { get; }

    /// <summary>The words of the word indices; null if the model has none and takes indices only.</summary>
    public Vocabulary? Vocabulary => Model.Vocabulary;

    /// <summary>The labels of the label indices; null if the model has none and gives indices only.</summary>
    public LabelSet? Labels => Model.Labels;

    /// <summary>Divides text into the words of the model; null where it has no words.</summary>
    public Tokenizer? Tokenizer { get; }

    /// <summary>The instruction set of the kernels.</summary>
    public InstructionSet InstructionSet { get; }

    /// <summary>The precision of the recurrent and the output weights.</summary>
    public WeightPrecision Precision { get; }

    /// <summary>How labels are decoded.</summary>
    public LabelDecoding Decoding { get; }

    /// <summary>Slots with less confidence are left out: <see cref="CompileOptions.MinimumConfidence"/>.</summary>
    public float MinimumConfidence { get; }

    /// <summary>
    /// Whether words can be labelled as they come, by <see cref="TaggingStream"/> and <see cref="StreamGroup"/>. False
    /// for bidirectional networks, which read the sentence from both ends, and for every decoding but
    /// <see cref="LabelDecoding.ArgMax"/>, which labels whole sentences.
    /// </summary>
    public bool CanStream => Decoding.CanStream(Shape.Variant);

    /// <summary>Facts about the packed form.</summary>
    public CompiledModelDiagnostics Diagnostics { get; }

    /// <summary>
    /// The number of words whose projected embeddings are held now, up to
    /// <see cref="CompiledModelDiagnostics.ProjectionCapacity"/>. It grows while words are seen for the first time, and
    /// where there is not room for all, for the second time. In a bidirectional network that of the layer that reads
    /// forward.
    /// </summary>
    public int ProjectedWordCount => Network.Forward.Projection?.Count ?? 0;

    /// <summary>The parameters in the forms that the kernels read.</summary>
    internal PackedNetwork Network { get; }

    /// <summary>Makes the embeddings of words that the vocabulary does not have; null where they have one.</summary>
    internal SubwordTable? Subwords { get; }

    /// <summary>What each label says of slots; null where the model has no labels.</summary>
    internal SlotTable? Slots { get; }

    /// <summary>
    /// Runs every way to tag once, so that all code of the model's instruction set is compiled and the weights are in
    /// the caches: taggers, batches, streams and groups; by index, by name and from text in both encodings; with
    /// probabilities, confidence and slots; saved states. With the just-in-time compiler it takes about a quarter of a
    /// second, and the first call of each form compiles nothing afterwards. What remains is code of the caller, and
    /// that of <see cref="TaggingStreamExtensions"/> for a source that makes it wait. It takes very little in a
    /// NativeAOT program. Projects the whole vocabulary too, about 1 µs a word, if
    /// <see cref="CompileOptions.ProjectionBudget"/> has room for it.
    /// </summary>
    public void Warmup() => Tagging.Warmup.Run(this);

    /// <summary>The sizes, and how the model is run.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Shape}; {InstructionSet}, {Precision}, {Decoding}";

    /// <summary>Words and labels by name.</summary>
    /// <exception cref="InvalidOperationException">The model lacks either.</exception>
    internal (Tokenizer Tokenizer, LabelSet Labels) RequireNames() => (Tokenizer, Labels) switch
    {
        ({ } tokenizer, { } labels) => (tokenizer, labels),
        (null, _) => throw NoVocabulary(),
        _ => throw new InvalidOperationException("The model has no label set: it gives label indices only."),
    };

    /// <summary>The words.</summary>
    /// <exception cref="InvalidOperationException">The model has none.</exception>
    internal Vocabulary RequireVocabulary() => Vocabulary ?? throw NoVocabulary();

    private static InvalidOperationException NoVocabulary() =>
        new("The model has no vocabulary: it takes word indices only.");

    /// <summary>Refuses a model whose labels depend on words beyond the look-ahead.</summary>
    internal void RequireStreaming()
    {
        if (!CanStream)
        {
            var reason = Shape.Variant.Kind == NetworkKind.Bidirectional
                ? $"a {NetworkKind.Bidirectional} network reads the sentence from both ends"
                : $"the decoding {Decoding} labels whole sentences";
            throw new NotSupportedException(
                $"A stream cannot run this model: {reason}. Use {nameof(Tagger)} or {nameof(BatchTagger)}.");
        }
    }

    /// <summary>
    /// What the decoding knows of neighbouring labels; null if each word is labelled independently.
    /// </summary>
    private LabelChain? Chain()
    {
        if (Decoding == LabelDecoding.ArgMax)
        {
            return null;
        }

        // A model without label names was refused such a decoding.
        var constraints = Decoding.UsesIob() ? new IobConstraints(Labels!) : null;
        return Decoding.UsesTransitions()
            ? new PackedTransitions(
                new LabelTransitions(Shape.LabelCount, Model.Parameters[ElmanTensor.Transitions], constraints),
                InstructionSet,
                Model.Temperature)
            : new PackedConstraints(constraints!, InstructionSet);
    }
}
