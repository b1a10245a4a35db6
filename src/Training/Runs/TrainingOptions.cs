using System.Globalization;
using FastElman.Model;
using FastElman.Training.Validation;

namespace FastElman.Training;

/// <summary>How <see cref="TrainingRun"/> trains. The default sizes are the tutorial's.</summary>
/// <remarks>
/// A plain class with settable properties, like all options of FastElman, so that configuration binders can fill it and
/// a caller can change one property. A run copies its options when it is made; later changes do not affect it. Not
/// synchronised.
/// </remarks>
public sealed class TrainingOptions
{
    internal const double TutorialLearningRate = 0.0970806646812754;
    internal const double CorrectedLearningRate = 0.8;
    internal const double CorrectedTanhLearningRate = 0.25;
    internal const double CorrectedReluLearningRate = 0.1;
    internal const double AdamLearningRate = 0.002;
    internal const double RegularizedLearningRate = 0.003;
    internal const double CorrectedLabelSmoothing = 0.1;

    /// <summary>The recipe: learning rates, order of the sentences, choice of the best epoch.</summary>
    public TrainingRecipe Recipe { get; set; } = TrainingRecipe.Corrected;

    /// <summary>
    /// How gradients become updates; <see cref="TrainingRecipe.Tutorial"/> allows gradient descent only, and
    /// <see cref="TrainingRecipe.Regularized"/> has Adam, whatever this is.
    /// </summary>
    public TrainingOptimizer Optimizer { get; set; } = TrainingOptimizer.GradientDescent;

    /// <summary>
    /// What <see cref="TrainingRecipe.Regularized"/> does against learning by heart; the other recipes ignore it.
    /// </summary>
    public RegularizationOptions Regularization
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new();

    /// <summary>Units of a hidden layer, at least 1. Ignored with <see cref="InitialParameters"/>.</summary>
    public int HiddenSize { get; set; } = 200;

    /// <summary>Values of an embedding, at least 1. Ignored with <see cref="InitialParameters"/>.</summary>
    public int EmbeddingSize { get; set; } = 50;

    /// <summary>
    /// Words in the window around a word, odd, at least 1. Ignored with <see cref="InitialParameters"/>.
    /// </summary>
    public int WindowSize { get; set; } = 7;

    /// <summary>
    /// The kind of network; the default is the tutorial's. Ignored with <see cref="InitialParameters"/>, which have
    /// their own.
    /// </summary>
    public NetworkKind Network { get; set; }

    /// <summary>
    /// The activation of the hidden units; the default is the tutorial's. Ignored with
    /// <see cref="InitialParameters"/>, which have their own.
    /// </summary>
    public HiddenActivation Activation { get; set; }

    /// <summary>
    /// How the validation and the test set are decoded at the end of an epoch, and how the trained model is decoded by
    /// default. The network learns transition scores if and only if this decoding uses them; apart from that it does
    /// not affect the parameters of an epoch. Null for <see cref="LabelDecoding.ArgMax"/>, or for
    /// <see cref="LabelDecoding.Transitions"/> where <see cref="InitialParameters"/> have transition scores. With
    /// initial parameters it has to use them if and only if they are there.
    /// </summary>
    public LabelDecoding? Decoding { get; set; }

    /// <summary>
    /// How the trained model divides text into words; training has no use for it, because the sentences of a corpus are
    /// divided already. <see cref="TokenizerKind.WhiteSpace"/> is for a model whose texts will be divided like them.
    /// </summary>
    public TokenizerKind Tokenizer { get; set; } = TokenizerKind.Punctuation;

    /// <summary>
    /// The share of the recurrent weights that the trained network keeps, above 0 and at most 1; 1, the default, for
    /// all of them.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The columns of wh [depth, hidden], the hidden units, are cut into blocks of 16, the last of which may be
    /// narrower. Each block keeps its weights in <c>max(1, round(density · depth))</c> rows, those with the largest L2
    /// norm in the block; all other weights are exactly +0. A bidirectional network has this in each direction. A
    /// density below 1 that keeps every row is refused.
    /// </para>
    /// <para>
    /// The run prunes in three steps, after 4, 8 and 12 epochs (in a run of fewer than 24 epochs after a sixth, a third
    /// and half of them), each of which leaves the same share of the weights. What was removed stays 0 in every update.
    /// Before the last step no epoch can be the best one, and patience has not begun. A run that ends before it has a
    /// model that is denser than asked for.
    /// </para>
    /// </remarks>
    public double Density { get; set; } = 1;

    /// <summary>The largest number of passes over the training set, at least 1.</summary>
    public int Epochs { get; set; } = 60;

    /// <summary>
    /// The learning rate of the first epoch, above 0 and finite, in single precision too. Null for the recipe's:
    /// 0.0970806646812754 for <see cref="TrainingRecipe.Tutorial"/>; for <see cref="TrainingRecipe.Corrected"/> 0.8,
    /// with tanh 0.25 and with ReLU 0.1, whose derivatives are four times those of a sigmoid and more, and with Adam
    /// 0.002; 0.003 for <see cref="TrainingRecipe.Regularized"/>.
    /// </summary>
    public double? LearningRate { get; set; }

    /// <summary>
    /// The share of every word's target that is spread evenly over all labels, 0 to below 1, so that the network does
    /// not grow ever more certain of what it already labels correctly. Null for the recipe's: 0 for
    /// <see cref="TrainingRecipe.Tutorial"/>, which allows nothing else, 0.1 for the others.
    /// </summary>
    public double? LabelSmoothing { get; set; }

    /// <summary>
    /// Determines the initial parameters, which are those that numpy draws for this seed in the tutorial, but for
    /// <see cref="TrainingRecipe.Regularized"/>, and the order of the sentences.
    /// </summary>
    public uint Seed { get; set; } = 345;

    /// <summary>
    /// Whether the sentences are shuffled before each epoch; otherwise they stay in the order of the corpus.
    /// </summary>
    public bool Shuffle { get; set; } = true;

    /// <summary>
    /// Whose <c>random.shuffle</c> <see cref="TrainingRecipe.Tutorial"/> uses; the other recipes ignore it.
    /// </summary>
    public PythonVersion ShuffleVersion { get; set; } = PythonVersion.Python3;

    /// <summary>
    /// Stops after updates from this number of sentences, in the middle of an epoch if need be; at least 1. A batch is
    /// trained on as a whole. The model is then that of the last update and not the best one. Null for no limit.
    /// </summary>
    public long? SentenceLimit { get; set; }

    /// <summary>
    /// The parameters to start from, which the run copies; null for those that the recipe draws with
    /// <see cref="Seed"/>: those of <see cref="ElmanParameters.Initialize"/>, but for
    /// <see cref="TrainingRecipe.Regularized"/>. Those of a model with subwords
    /// (<see cref="ElmanShape.SubwordCount"/>) are trained on with <see cref="FreezeEmbeddings"/> only: its unknown
    /// words would no longer fit the others. Those of a model without them may get
    /// <see cref="RegularizationOptions.Subwords"/>.
    /// </summary>
    public ElmanParameters? InitialParameters { get; set; }

    /// <summary>
    /// Whether the embeddings stay as they are: they are neither updated nor divided by their norm. For pretrained word
    /// vectors in <see cref="InitialParameters"/>, where the corpus is small.
    /// </summary>
    public bool FreezeEmbeddings { get; set; }

    /// <summary>
    /// Whether a final training follows, once the validation set has chosen the best epoch: from the same initial
    /// parameters, on the training and validation set together, for as many epochs as the best one had, and with the
    /// learning rates of the first training up to there. The corpus has a validation set then, and there is no
    /// <see cref="SentenceLimit"/>.
    /// </summary>
    /// <remarks>
    /// Where the learning rate fell, or training went back to earlier parameters, because the validation set said so,
    /// the final training does the same after the same epoch: it replays the scores of the first one. Words and labels
    /// stay those of the first training. The test set is scored once, at the end. The temperature of the model is that
    /// which the validation set gives the best model of the first training, because the final one has learned from that
    /// set; it is 1 where the fit ends at an end of its range.
    /// </remarks>
    public bool FinalTraining { get; set; }

    /// <summary>
    /// A file that holds the state of the run. It is replaced after each epoch, every ten seconds, and when the run is
    /// cancelled, each time whole or not at all; <see cref="TrainingRun.Resume"/> continues from it. Null for none.
    /// </summary>
    public string? CheckpointFile { get; set; }

    /// <summary>
    /// Whether the first step of pruning is made before the first epoch, because the initial parameters are trained.
    /// </summary>
    internal bool PrunesAtOnce { get; set; }

    /// <summary>The density from which pruning falls to <see cref="Density"/>.</summary>
    internal double StartDensity { get; set; } = 1;

    /// <summary>
    /// The words and labels of the initial parameters, to which those of the corpus are translated; null where the
    /// corpus gives them.
    /// </summary>
    internal (Vocabulary Vocabulary, LabelSet Labels)? Names { get; set; }

    /// <summary>
    /// The words and labels of the model that the initial parameters are of, which have to be those of the corpus; null
    /// where they are not known.
    /// </summary>
    internal (Vocabulary? Vocabulary, LabelSet? Labels) InitialNames { get; set; }

    /// <summary>The optimiser: the one chosen, or the recipe's.</summary>
    internal TrainingOptimizer EffectiveOptimizer => OptimizerOf(Recipe, Optimizer);

    /// <summary>What the progress of a run is counted in, in the plural.</summary>
    internal string ProgressUnit => Recipe == TrainingRecipe.Regularized ? "sentences" : "updates";

    /// <summary>Whether slots get the values of others.</summary>
    internal bool ReplacesSlots => Recipe == TrainingRecipe.Regularized && Regularization.SlotReplacement > 0;

    /// <summary>Whether the model is an average of the parameters.</summary>
    internal bool Averages => Recipe == TrainingRecipe.Regularized;

    /// <summary>The network: that of the initial parameters, or else the one chosen.</summary>
    internal NetworkVariant EffectiveNetwork =>
        InitialParameters?.Shape.Variant ?? new(Network, Activation, Decoding?.UsesTransitions() ?? false);

    /// <summary>The decoding: the one given, or the network's.</summary>
    internal LabelDecoding EffectiveDecoding => Decoding ?? EffectiveNetwork.DefaultDecoding;

    /// <summary>The learning rate of the first epoch: the one given, or the recipe's.</summary>
    internal double EffectiveLearningRate =>
        LearningRate ?? (Recipe, EffectiveNetwork.Activation) switch
        {
            (TrainingRecipe.Tutorial, _) => TutorialLearningRate,
            (TrainingRecipe.Regularized, _) => RegularizedLearningRate,
            _ when Optimizer == TrainingOptimizer.Adam => AdamLearningRate,
            (_, HiddenActivation.Tanh) => CorrectedTanhLearningRate,
            (_, HiddenActivation.Relu) => CorrectedReluLearningRate,
            _ => CorrectedLearningRate,
        };

    /// <summary>The label smoothing: the one given, or the recipe's.</summary>
    internal double EffectiveLabelSmoothing =>
        LabelSmoothing ?? (Recipe == TrainingRecipe.Tutorial ? 0 : CorrectedLabelSmoothing);

    /// <summary>The recipe, the sizes and the learning rate.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Recipe}, {EffectiveOptimizer}, hidden {HiddenSize}, embedding {EmbeddingSize}, window {WindowSize}, "
        + $"{Epochs} epochs, learning rate {EffectiveLearningRate}, seed {Seed}"
        + $"{(Density < 1 ? $", density {Density.ToString(CultureInfo.InvariantCulture)}" : string.Empty)}");

    /// <summary>The optimiser of a recipe: the one chosen, where it leaves a choice.</summary>
    internal static TrainingOptimizer OptimizerOf(TrainingRecipe recipe, TrainingOptimizer chosen) =>
        recipe == TrainingRecipe.Regularized ? TrainingOptimizer.Adam : chosen;

    /// <summary>A copy that later changes of this object do not affect.</summary>
    internal TrainingOptions Clone()
    {
        var copy = (TrainingOptions)MemberwiseClone();
        copy.Regularization = Regularization.Clone();
        return copy;
    }

    /// <summary>
    /// Refuses values out of range; the sizes are checked where a corpus or initial parameters have given the others.
    /// </summary>
    internal void Validate()
    {
        OptionCheck.Defined(Recipe, nameof(Recipe));
        OptionCheck.Defined(Optimizer, nameof(Optimizer));
        OptionCheck.Require(
            Recipe != TrainingRecipe.Tutorial || Optimizer == TrainingOptimizer.GradientDescent,
            nameof(Optimizer),
            Optimizer,
            "the tutorial's recipe has gradient descent only");
        Regularization.Validate();
        OptionCheck.Defined(Network, nameof(Network));
        OptionCheck.Defined(Activation, nameof(Activation));
        OptionCheck.Defined(EffectiveDecoding, nameof(Decoding));
        EffectiveDecoding.RequireDefaultOf(EffectiveNetwork, "options");
        OptionCheck.Require(
            Recipe != TrainingRecipe.Regularized
                || Regularization.Teachers.Count == 0
                || !EffectiveNetwork.HasTransitions,
            nameof(RegularizationOptions.Teachers),
            Regularization.Teachers.Count,
            "a network that learns transitions cannot be taught");
        OptionCheck.Require(
            !ReplacesSlots || Regularization.Teachers.Count == 0,
            nameof(RegularizationOptions.SlotReplacement),
            Regularization.SlotReplacement,
            "teachers label the sentences as they are, with their own values in the slots");
        RequireTrainableSubwords();
        OptionCheck.Defined(Tokenizer, nameof(Tokenizer));
        OptionCheck.Defined(ShuffleVersion, nameof(ShuffleVersion));
        OptionCheck.Require(Density is > 0 and <= 1, nameof(Density), Density, "it is above 0 and at most 1");
        OptionCheck.Require(Epochs >= 1, nameof(Epochs), Epochs, "it is at least 1");
        OptionCheck.Require(
            (float)EffectiveLearningRate > 0 && float.IsFinite((float)EffectiveLearningRate),
            nameof(LearningRate),
            LearningRate,
            "a learning rate is finite and above 0, in single precision too");
        OptionCheck.Require(
            LabelSmoothing is null or (>= 0 and < 1),
            nameof(LabelSmoothing),
            LabelSmoothing,
            "it is at least 0 and below 1");
        OptionCheck.Require(
            Recipe != TrainingRecipe.Tutorial || EffectiveLabelSmoothing == 0,
            nameof(LabelSmoothing),
            LabelSmoothing,
            "the tutorial's recipe does not smooth labels");
        OptionCheck.Require(
            SentenceLimit is null or >= 1, nameof(SentenceLimit), SentenceLimit, "a run makes at least one update");
        OptionCheck.Require(
            SentenceLimit is null || !FinalTraining,
            nameof(SentenceLimit),
            SentenceLimit,
            "a limit ends the run before it knows how long the final training has to be");
    }

    /// <summary>
    /// Refuses subwords where nothing would train them, and models whose words they would no longer fit.
    /// </summary>
    private void RequireTrainableSubwords()
    {
        OptionCheck.Require(
            InitialParameters is not { Shape.SubwordCount: > 0 } || FreezeEmbeddings,
            nameof(InitialParameters),
            InitialParameters,
            $"the embeddings of a model with subwords do not change any more, which is what {nameof(FreezeEmbeddings)} "
            + "says");
        if (Regularization.Subwords == 0)
        {
            return;
        }

        Require(Recipe == TrainingRecipe.Regularized, $"only the recipe {TrainingRecipe.Regularized} trains subwords");
        Require(!FreezeEmbeddings, "subwords are parts of the embeddings, which are frozen");

        void Require(bool holds, string rule) => OptionCheck.Require(
            holds, nameof(RegularizationOptions.Subwords), Regularization.Subwords, rule);
    }
}
