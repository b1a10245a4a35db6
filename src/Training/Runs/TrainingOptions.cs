using FastElman.Kernels;

namespace FastElman.Training;

/// <summary>How to train. The defaults of the sizes are the tutorial's.</summary>
/// <remarks>Immutable and thread-safe, except for what <see cref="InitialParameters"/> refers to, which nobody may change during a run.</remarks>
public sealed record TrainingOptions
{
    internal const double TutorialLearningRate = 0.0970806646812754;
    internal const double CorrectedLearningRate = 0.8;
    internal const double CorrectedTanhLearningRate = 0.25;
    internal const double CorrectedReluLearningRate = 0.1;
    internal const double AdamLearningRate = 0.002;
    internal const double CorrectedLabelSmoothing = 0.1;

    /// <summary>What a step makes of a sentence's gradients; <see cref="TrainingRecipe.Tutorial"/> allows gradient descent only.</summary>
    public TrainingOptimizer Optimizer { get; init; } = TrainingOptimizer.GradientDescent;

    /// <summary>The way to train.</summary>
    public TrainingRecipe Recipe { get; init; } = TrainingRecipe.Corrected;

    /// <summary>Units of the hidden layer, at least 1; without effect where there are <see cref="InitialParameters"/>.</summary>
    public int HiddenSize { get; init; } = 200;

    /// <summary>Values in the embedding of a word, at least 1; without effect where there are <see cref="InitialParameters"/>.</summary>
    public int EmbeddingSize { get; init; } = 50;

    /// <summary>Words in the window around a word, odd; without effect where there are <see cref="InitialParameters"/>.</summary>
    public int WindowSize { get; init; } = 7;

    /// <summary>
    /// Which network to train; the default is the tutorial's. Without effect where there are <see cref="InitialParameters"/>, which say it themselves.
    /// </summary>
    public NetworkVariant Network { get; init; } = NetworkVariant.Tutorial;

    /// <summary>The most passes over the training set, at least 1.</summary>
    public int Epochs { get; init; } = 60;

    /// <summary>
    /// The learning rate of the first epoch: above 0 and finite, in single precision too. Null for that of the recipe: 0.0970806646812754, the
    /// tutorial's; or for <see cref="TrainingRecipe.Corrected"/> 0.8, with tanh 0.25 and with ReLU 0.1, whose slopes are four times a sigmoid's and more, and with Adam 0.002.
    /// </summary>
    public double? LearningRate { get; init; }

    /// <summary>
    /// The part of every word's target that all labels share evenly, from 0 to below 1, so that the network does not spend itself on being ever surer
    /// (C. Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2016). Null for that of the recipe: 0.1, and 0 for
    /// <see cref="TrainingRecipe.Tutorial"/>, which allows no other. The losses that a run reports are those without it.
    /// </summary>
    public double? LabelSmoothing { get; init; }

    /// <summary>Decides the initial values, which are those that numpy draws for this seed in the tutorial, and the order of the sentences.</summary>
    public uint Seed { get; init; } = 345;

    /// <summary>Whether the sentences are put into another order before each epoch; else they stay in that of the corpus.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whose shuffle the recipe <see cref="TrainingRecipe.Tutorial"/> uses; without effect on the other.</summary>
    public PythonVersion ShuffleVersion { get; init; } = PythonVersion.Python3;

    /// <summary>
    /// Stops after so many updates, one a sentence, in the middle of an epoch if need be; at least 1. The model is then that of the last update, and
    /// not the best one. Null for no limit.
    /// </summary>
    public long? SentenceLimit { get; init; }

    /// <summary>What to start from; null for the tutorial's initial values. They are copied.</summary>
    public ElmanParameters? InitialParameters { get; init; }

    /// <summary>
    /// A file that is replaced with the state of the run after each epoch, every ten seconds, and when the run is cancelled, each time whole or
    /// not at all: <see cref="TrainingRun.Resume"/> goes on from it. Null for none.
    /// </summary>
    public string? CheckpointFile { get; init; }

    /// <summary>The learning rate of the first epoch.</summary>
    internal double ChosenLearningRate => LearningRate ?? (Recipe, (InitialParameters?.Shape.Variant ?? Network).Activation) switch
    {
        (TrainingRecipe.Tutorial, _) => TutorialLearningRate,
        _ when Optimizer == TrainingOptimizer.Adam => AdamLearningRate,
        (_, HiddenActivation.Tanh) => CorrectedTanhLearningRate,
        (_, HiddenActivation.Relu) => CorrectedReluLearningRate,
        _ => CorrectedLearningRate,
    };

    /// <summary>The part of every word's target that all labels share.</summary>
    internal double ChosenLabelSmoothing => LabelSmoothing ?? (Recipe == TrainingRecipe.Tutorial ? 0 : CorrectedLabelSmoothing);

    /// <summary>Refuses what is out of range; the sizes are <see cref="ElmanShape"/>'s to check.</summary>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Network);
        if (!Enum.IsDefined(Recipe) || !Enum.IsDefined(ShuffleVersion))
        {
            throw new ArgumentOutOfRangeException(nameof(Recipe), $"There is no recipe {Recipe} with a shuffle of {ShuffleVersion}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        if (!((float)ChosenLearningRate > 0 && float.IsFinite((float)ChosenLearningRate)))
        {
            throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "The learning rate is a finite number above 0, in single precision too.");
        }

        if (!(LabelSmoothing is null or (>= 0 and < 1)))
        {
            throw new ArgumentOutOfRangeException(nameof(LabelSmoothing), LabelSmoothing, "Label smoothing is a part of the target, from 0 to below 1.");
        }

        if (!Enum.IsDefined(Optimizer) || (Recipe == TrainingRecipe.Tutorial && Optimizer != TrainingOptimizer.GradientDescent))
        {
            throw new ArgumentOutOfRangeException(nameof(Optimizer), Optimizer, "The tutorial descends by gradients; there is Adam besides.");
        }

        if (Recipe == TrainingRecipe.Tutorial && ChosenLabelSmoothing != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(LabelSmoothing), LabelSmoothing, "The tutorial does not smooth labels.");
        }

        if (SentenceLimit < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(SentenceLimit), SentenceLimit, "A run makes at least one update.");
        }
    }
}
