using System.Globalization;
using FastElman.Model.Subwords;
using FastElman.Training.Validation;

namespace FastElman.Training;

/// <summary>
/// What <see cref="TrainingRecipe.Regularized"/> does so that a network learns what holds in other sentences too; the
/// other recipes ignore it. None of it but <see cref="Subwords"/> is in the trained network, which is as fast as any
/// other of its sizes.
/// </summary>
/// <remarks>A plain class with settable properties. Not synchronised.</remarks>
public sealed class RegularizationOptions
{
    private const int MostSubwords = 1 << 24;

    /// <summary>
    /// Sentences whose gradients are added up for one update, at least 1. The mean is over their words. The last batch
    /// of an epoch may be smaller.
    /// </summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>
    /// How often words are replaced by <c>&lt;UNK&gt;</c>: one that the training set has n times with the probability α
    /// / (α + n), where this is α (E. Kiperwasser and Y. Goldberg, "Simple and Accurate Dependency Parsing Using
    /// Bidirectional LSTM Feature Representations", 2016). At least 0; 0 for never. A corpus whose vocabulary has no
    /// <c>&lt;UNK&gt;</c> is trained without.
    /// </summary>
    public double WordDropout { get; set; } = 1;

    /// <summary>
    /// The share of the dimensions of embeddings that is set to 0, drawn anew for each sentence and the same at all its
    /// words (Y. Gal and Z. Ghahramani, "A Theoretically Grounded Application of Dropout in Recurrent Neural Networks",
    /// 2016); 0 to below 1.
    /// </summary>
    public double InputDropout { get; set; } = 0.2;

    /// <summary>
    /// The share of hidden units that is set to 0 where the labels are computed from them, drawn anew for each word (N.
    /// Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014); 0 to below 1. The
    /// states that a word passes on are whole.
    /// </summary>
    public double OutputDropout { get; set; } = 0.3;

    /// <summary>
    /// What the model, a moving average of the parameters, keeps of itself at each update (B. Polyak and A. Juditsky,
    /// "Acceleration of Stochastic Approximation by Averaging", 1992); 0 to below 1, 0 for the parameters themselves.
    /// It forgets faster at the beginning.
    /// </summary>
    public double AveragingDecay { get; set; } = 0.998;

    /// <summary>
    /// The share of the slots for which a value is drawn in an update: one that a slot of the same kind has somewhere
    /// in the training set, which may be its own (mention replacement: X. Dai and H. Adel, "An Analysis of Simple Data
    /// Augmentation for Named Entity Recognition", 2020). Slots are of one kind where their names are the same behind
    /// the last dot, such as <c>fromloc.city_name</c>, <c>toloc.city_name</c> and <c>city_name</c>. The probability of
    /// a value goes with the root of how often it stands there. 0, the default, to 1.
    /// </summary>
    /// <remarks>
    /// The labels of the corpus have names and are IOB, and there are no <see cref="Teachers"/>, who label sentences as
    /// they are. A value of more than 32 words is put nowhere, and one of several words only where there is a label
    /// <c>I-x</c> for them; else the slot keeps its own.
    /// </remarks>
    public double SlotReplacement { get; set; }

    /// <summary>
    /// Vectors of character n-grams of which the embeddings of words are made, besides a vector of each word itself and
    /// vectors of the shape of words (P. Bojanowski et al., "Enriching Word Vectors with Subword Information", 2017);
    /// 0, the default, for none. N-grams share them by their hashes: a power of two near the number of words is a good
    /// choice. Words that are hidden by <see cref="WordDropout"/> keep their letters, so that the model learns to read
    /// unknown words by theirs. The words that it knows are as fast as without.
    /// </summary>
    /// <remarks>
    /// The corpus has words and <c>&lt;UNK&gt;</c>, and embeddings are not frozen. Where there are
    /// <see cref="TrainingOptions.InitialParameters"/>, which have no subwords, their embeddings are the own vectors of
    /// words, and the vectors of subwords start at 0: the network begins as it was.
    /// </remarks>
    public int Subwords { get; set; }

    /// <summary>
    /// The share of its subwords that a word lacks in a batch, drawn anew for each batch, so that it is not learned by
    /// heart as a whole; 0 to below 1. Without <see cref="Subwords"/> of no effect.
    /// </summary>
    public double SubwordDropout { get; set; } = 0.2;

    /// <summary>
    /// Models that teach the network, each better than it can become by itself: several together, bidirectional ones,
    /// ones with transitions. The mean of their label probabilities is a part of every word's target (G. Hinton et al.,
    /// "Distilling the Knowledge in a Neural Network", 2015). They have words, and the labels of the corpus; their
    /// networks may be of any kind. Empty for none. A network that learns transitions cannot be taught.
    /// </summary>
    public IReadOnlyList<ElmanModel> Teachers
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = [];

    /// <summary>
    /// The part of every word's target that is the teachers'; the rest is the right label, smoothed. 0 to 1; without
    /// <see cref="Teachers"/> of no effect.
    /// </summary>
    public double TeacherWeight { get; set; } = 0.5;

    /// <summary>All of them.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"batches of {BatchSize}, dropout {WordDropout} of words, {InputDropout} of inputs, "
        + $"{OutputDropout} of outputs, averaging {AveragingDecay}{SlotsText}{SubwordsText}{TeachersText}");

    /// <summary>Rows of the tensor of subwords: those of n-grams and those of shapes; 0 without.</summary>
    internal int SubwordCount => Subwords == 0 ? 0 : checked(Subwords + SubwordRows.ShapeRowCount);

    private string SlotsText => SlotReplacement == 0
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $", {SlotReplacement} of slots replaced");

    private string SubwordsText => Subwords == 0
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $", {Subwords} subwords, dropout {SubwordDropout} of them");

    private string TeachersText => Teachers.Count == 0
        ? string.Empty
        : string.Create(
            CultureInfo.InvariantCulture,
            $", taught with weight {TeacherWeight} by "
            + $"{string.Join(", ", Teachers.Select(model => model.Fingerprint))}");

    /// <summary>A copy that later changes of this object do not affect.</summary>
    internal RegularizationOptions Clone()
    {
        var copy = (RegularizationOptions)MemberwiseClone();
        copy.Teachers = [.. Teachers];
        return copy;
    }

    /// <summary>Refuses values out of range.</summary>
    internal void Validate()
    {
        OptionCheck.Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "it is at least 1");
        OptionCheck.Require(
            WordDropout >= 0 && double.IsFinite(WordDropout),
            nameof(WordDropout),
            WordDropout,
            "it is a finite number of at least 0");
        RequireShare(InputDropout, nameof(InputDropout));
        RequireShare(OutputDropout, nameof(OutputDropout));
        RequireShare(SubwordDropout, nameof(SubwordDropout));
        RequireShare(AveragingDecay, nameof(AveragingDecay));
        OptionCheck.Require(
            SlotReplacement is >= 0 and <= 1, nameof(SlotReplacement), SlotReplacement, "it is 0 to 1");
        OptionCheck.Require(
            Subwords is >= 0 and <= MostSubwords,
            nameof(Subwords),
            Subwords,
            FormattableString.Invariant($"it is 0 to {MostSubwords}"));
        OptionCheck.Require(!Teachers.Contains(null!), nameof(Teachers), Teachers.Count, "none of them is null");
        OptionCheck.Require(TeacherWeight is >= 0 and <= 1, nameof(TeacherWeight), TeacherWeight, "it is 0 to 1");
    }

    private static void RequireShare(double value, string property) =>
        OptionCheck.Require(value is >= 0 and < 1, property, value, "it is at least 0 and below 1");
}
