using FastElman.Training.Backpropagation;
using FastElman.Validation;

namespace FastElman.Training;

/// <summary>
/// Trains a network one sentence at a time, like <c>rnn.train</c> of the Theano tutorial: for a program that decides
/// itself which sentence comes next, such as a service that learns from corrections while it runs.
/// <see cref="TrainingRun"/> trains on a whole corpus.
/// </summary>
/// <remarks>
/// <para>
/// A call to <c>Train</c> computes the loss of the sentence, propagates it back through all its words, updates every
/// parameter, and divides the embeddings by their L2 norm. It allocates nothing, except for a sentence longer than all
/// before it or one given as text. The same calls give the same bits with one instruction set.
/// </para>
/// <para>
/// Not thread-safe: one thread at a time. Models exported earlier are immutable and stay valid, so a service can train
/// on one thread, export now and then, and swap the compiled model that its other threads use.
/// </para>
/// <para>
/// With a learning rate that is too high parameters can become infinite or NaN. <c>Train</c> then returns a loss that
/// is not finite, and the trainer is of no further use: check the loss, and go back to an exported model.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// Trainer trainer = new(ElmanModel.Load("flights.safetensors"));
/// double loss = trainer.Train(["flights", "to", "oslo"], ["O", "O", "B-toloc.city_name"], learningRate: 0.1);
/// ElmanModel better = trainer.ExportModel();
/// </code>
/// </example>
public sealed class Trainer
{
    private readonly SentenceTrainer _trainer;
    private readonly ElmanModel? _origin;

    /// <summary>Starts from the parameters, words and labels of a model, which does not change.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="PlatformNotSupportedException">
    /// The machine lacks the instruction set of the options.
    /// </exception>
    public Trainer(ElmanModel model, TrainerOptions? options = null)
        : this(ParametersOf(model), model.Vocabulary, model.Labels, options) => _origin = model;

    /// <summary>
    /// Starts from a copy of parameters, for example those of <see cref="ElmanParameters.Initialize"/>.
    /// </summary>
    /// <param name="parameters">The parameters before the first sentence.</param>
    /// <param name="vocabulary">The words, one for each embedding but the last; null to train on indices only.</param>
    /// <param name="labels">The labels, one for each output; null to train on indices only.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// Words or labels differ in number from the parameters, or a parameter is not finite.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="PlatformNotSupportedException">
    /// The machine lacks the instruction set of the options.
    /// </exception>
    public Trainer(
        ElmanParameters parameters,
        Vocabulary? vocabulary = null,
        LabelSet? labels = null,
        TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        options ??= new TrainerOptions();
        options.Validate();
        RequireCount(vocabulary?.Count, parameters.Shape.VocabularySize, "words", nameof(vocabulary));
        RequireCount(labels?.Count, parameters.Shape.LabelCount, "labels", nameof(labels));
        if (parameters.FindNonFinite() is var (tensor, index))
        {
            throw new ArgumentException($"The value {index} of {tensor} is not finite.", nameof(parameters));
        }

        Vocabulary = vocabulary;
        Labels = labels;
        _trainer = new SentenceTrainer(
            parameters, options.InstructionSet, (float)options.LabelSmoothing, options.Optimizer);
    }

    /// <summary>The sizes of the network.</summary>
    public ElmanShape Shape => _trainer.Shape;

    /// <summary>The words; null where the trainer knows indices only.</summary>
    public Vocabulary? Vocabulary { get; }

    /// <summary>The labels; null where the trainer knows indices only.</summary>
    public LabelSet? Labels { get; }

    /// <summary>The instruction set that computes.</summary>
    public InstructionSet InstructionSet => _trainer.InstructionSet;

    /// <summary>Sentences trained on so far.</summary>
    public long UpdateCount { get; private set; }

    /// <summary>Trains on one sentence of indices, which are copied first.</summary>
    /// <param name="words">[words], at least one: indices of the vocabulary, or −1 for the padding word.</param>
    /// <param name="labels">[words]: the right label of each word, 0 to the number of labels − 1.</param>
    /// <param name="learningRate">Finite, at least 0, in single precision too.</param>
    /// <returns>
    /// The loss before the update: the mean of −log p(right label) over the words, at least 0. Label smoothing is no
    /// part of it.
    /// </returns>
    /// <exception cref="ArgumentException">There is no word, or not one label a word; nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An index or the learning rate is out of range; nothing has changed.
    /// </exception>
    public double Train(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, double learningRate)
    {
        if (!(learningRate >= 0 && float.IsFinite((float)learningRate)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(learningRate),
                FormattableString.Invariant(
                    $"The learning rate is {learningRate}: expected a finite single of at least 0."));
        }

        var loss = _trainer.Train(words, labels, (float)learningRate);
        UpdateCount++;
        return loss;
    }

    /// <summary>Trains on one sentence of text.</summary>
    /// <param name="words">The words, at least one; those outside the vocabulary count as <c>&lt;UNK&gt;</c>.</param>
    /// <param name="labels">The right label of each word, each of them one of <see cref="Labels"/>.</param>
    /// <param name="learningRate">Finite, at least 0, in single precision too.</param>
    /// <returns>
    /// The loss before the update: the mean of −log p(right label) over the words, at least 0. Label smoothing is no
    /// part of it.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// There is no word, not one label a word, a null among them, an unknown label, or an unknown word in a
    /// vocabulary without <c>&lt;UNK&gt;</c>; nothing has changed.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The learning rate is out of range; nothing has changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">The trainer knows no words or no labels.</exception>
    public double Train(IReadOnlyList<string> words, IReadOnlyList<string> labels, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(labels);
        if (Vocabulary is null || Labels is null)
        {
            throw new InvalidOperationException(
                "The trainer was made without words or labels: it trains on indices only.");
        }

        var wordIndices = new int[words.Count];
        for (var i = 0; i < wordIndices.Length; i++)
        {
            wordIndices[i] = Vocabulary.GetIndex(TextAt(words, i, nameof(words)));
        }

        var labelIndices = new int[labels.Count];
        for (var i = 0; i < labelIndices.Length; i++)
        {
            labelIndices[i] = Labels.TryGetIndex(TextAt(labels, i, nameof(labels)), out var index)
                ? index
                : throw new ArgumentException(
                    MessageText.Sanitize($"There is no label \"{labels[i]}\"."), nameof(labels));
        }

        return Train(wordIndices, labelIndices, learningRate);
    }

    /// <summary>A copy of the parameters as they are now.</summary>
    /// <returns>Parameters that later training does not change.</returns>
    public ElmanParameters ExportParameters() => _trainer.ToParameters();

    /// <summary>
    /// A model with the parameters as they are now, the trainer's words and labels, and the decoding, tokenizer and
    /// temperature of the model that training started from.
    /// </summary>
    /// <param name="provenance">
    /// What the model says of its origin; null for that of the model that training started from.
    /// </param>
    /// <returns>A model that later training does not change.</returns>
    /// <exception cref="InvalidOperationException">A parameter is no longer finite.</exception>
    public ElmanModel ExportModel(ModelProvenance? provenance = null)
    {
        var parameters = ExportParameters();
        if (parameters.FindNonFinite() is var (tensor, index))
        {
            throw new InvalidOperationException(
                $"Training has diverged, a smaller learning rate may help: value {index} of {tensor} is not finite.");
        }

        return ElmanModel.Adopt(
            parameters,
            Vocabulary,
            Labels,
            provenance ?? _origin?.Provenance,
            _origin?.Decoding,
            allowNonFinite: true,
            file: null,
            _origin?.Tokenizer ?? TokenizerKind.Punctuation,
            _origin?.Temperature ?? 1);
    }

    /// <summary>The sizes, and the sentences trained on.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"{Shape}, {UpdateCount} updates, {InstructionSet}");

    private static ElmanParameters ParametersOf(ElmanModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Parameters;
    }

    private static string TextAt(IReadOnlyList<string> texts, int position, string parameter) =>
        texts[position] ?? throw new ArgumentException($"The text at position {position} is null.", parameter);

    private static void RequireCount(int? found, int expected, string what, string parameter)
    {
        if (found is { } count && count != expected)
        {
            throw new ArgumentException($"The parameters are of {expected} {what}, and there are {count}.", parameter);
        }
    }
}
