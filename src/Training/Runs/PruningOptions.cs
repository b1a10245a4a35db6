using FastElman.Training.Backpropagation;
using FastElman.Training.Runs.Schedule;
using FastElman.Training.Validation;

namespace FastElman.Training;

/// <summary>How <see cref="RecurrencePruning"/> prunes a model and trains it on.</summary>
/// <remarks>
/// A plain class with settable properties, like all options of FastElman. It is copied when pruning begins. Not
/// synchronised.
/// </remarks>
public sealed class PruningOptions
{
    /// <summary>
    /// The share of the recurrent weights that the model keeps, above 0 and below 1, in the blocks that
    /// <see cref="TrainingOptions.Density"/> describes. A density that keeps every row is refused, and
    /// one that the model has already; the steps fall from the density that it has.
    /// </summary>
    public double Density { get; set; } = 0.3;

    /// <summary>The largest number of passes over the training set, at least 1.</summary>
    public int Epochs { get; set; } = 30;

    /// <summary>How gradients become updates.</summary>
    public TrainingOptimizer Optimizer { get; set; } = TrainingOptimizer.GradientDescent;

    /// <summary>
    /// The learning rate of the first epoch, above 0 and finite, in single precision too; it falls by 7 % after each
    /// epoch. Null for that of <see cref="TrainingRecipe.Corrected"/>: 0.8, with tanh 0.25 and with ReLU 0.1; with Adam
    /// 0.002.
    /// </summary>
    public double? LearningRate { get; set; }

    /// <summary>
    /// The share of every word's target that is spread evenly over all labels, 0 to below 1; null for 0.1.
    /// </summary>
    public double? LabelSmoothing { get; set; }

    /// <summary>Determines the order of the sentences.</summary>
    public uint Seed { get; set; } = 345;

    /// <summary>
    /// Whether the embeddings stay as they are: neither updated nor divided by their norm. For a model whose training
    /// left them so; required for a model with subwords.
    /// </summary>
    public bool FreezeEmbeddings { get; set; }

    /// <summary>The density, and how the model is trained on.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"density {Density}, {Optimizer}, {Epochs} epochs, seed {Seed}");

    /// <summary>The options of a run that starts from a model with words and labels, checked.</summary>
    internal TrainingOptions ToTraining(ElmanModel model)
    {
        OptionCheck.Require(Density is > 0 and < 1, nameof(Density), Density, "it is above 0 and below 1");
        PruningSchedule.RequirePruned(Density, model.Shape.RecurrentSize);
        var present = RecurrentMask.DensityOf(model.Parameters);
        OptionCheck.Require(
            !RecurrentMask.IsReached(model.Parameters, Density),
            nameof(Density),
            Density,
            FormattableString.Invariant($"it prunes nothing: the model has a density of {present:0.###} already"));
        var options = new TrainingOptions
        {
            InitialParameters = model.Parameters,
            Names = (model.Vocabulary!, model.Labels!),
            Decoding = model.Decoding,
            Tokenizer = model.Tokenizer,
            Density = Density,
            PrunesAtOnce = true,
            StartDensity = present,
            Epochs = Epochs,
            Optimizer = Optimizer,
            LearningRate = LearningRate,
            LabelSmoothing = LabelSmoothing,
            Seed = Seed,
            FreezeEmbeddings = FreezeEmbeddings,
        };
        options.Validate();
        return options;
    }
}
