namespace FastElman.Benchmarks.Contest;

/// <summary>One way to run the network. It need not have a form of every work: <see cref="Takes"/> says.</summary>
public abstract class Engine
{
    /// <summary>Sentences that an engine who pads is given at a time.</summary>
    public const int PaddedBatchSize = 64;

    /// <summary>The name in the tables.</summary>
    public abstract string Name { get; }

    /// <summary>How far its probabilities may be from those of the network in double precision.</summary>
    public virtual double Tolerance => Agreement.Tolerance;

    /// <summary>Whether it has a form of this work.</summary>
    public virtual bool Takes(Workload workload) =>
        workload is { Precision: WeightPrecision.Float32 } and not TrainingWorkload;

    /// <summary>The same engine with weights in another precision, where it has one.</summary>
    public virtual Engine InPrecision(WeightPrecision precision) =>
        precision == WeightPrecision.Float32 ? this : throw new NotSupportedException();

    /// <summary>
    /// The same engine with another answer. One that has no cheaper way to a label than all probabilities stays as it
    /// is.
    /// </summary>
    public virtual Engine Giving(Answer answer) => this;

    /// <summary>The ways to do a work that the engine chooses from; the answers of each are checked.</summary>
    public virtual IEnumerable<Engine> Ways(ElmanShape shape) => [this];

    /// <summary>Whether it is a library for .NET; else it was written for this comparison.</summary>
    public virtual bool IsForDotNet => true;

    /// <summary>
    /// A sentence [words], all of it known. Each run reads the array anew: its words change between runs.
    /// </summary>
    public virtual Work Sentence(ElmanParameters parameters, int[] words) => throw new NotSupportedException();

    /// <summary>
    /// Many sentences at once; their labels follow each other without gaps. Each run reads the arrays anew: their words
    /// change between runs.
    /// </summary>
    public virtual Work Batch(ElmanParameters parameters, int[][] sentences) => throw new NotSupportedException();

    /// <summary>
    /// A corpus, sentence by sentence. One that is set up for one length of sentence is set up for each length, and
    /// takes the sentences in order of length, so that it stays with one set-up as long as can be.
    /// </summary>
    public virtual Work OneByOne(ElmanParameters parameters, int[][] sentences) =>
        new SortedSentences(
            sentences,
            (words, _) => words.Length,
            alike => new EachSentence(alike, words => Sentence(parameters, words)));

    /// <summary>A corpus, handed over as a whole. One that pads gets batches of sentences of like length.</summary>
    public virtual Work AllAtOnce(ElmanParameters parameters, int[][] sentences) =>
        new SortedSentences(sentences, (_, place) => place / PaddedBatchSize, alike => Batch(parameters, alike));

    /// <summary>
    /// One live stream: each run pushes the next word of an endless text and answers for an earlier one.
    /// </summary>
    public virtual Work Stream(ElmanParameters parameters, int[] text) => Streams(parameters, [text]);

    /// <summary>Many live streams: each run pushes the next word of every text.</summary>
    public virtual Work Streams(ElmanParameters parameters, int[][] texts) => throw new NotSupportedException();

    /// <summary>From a model file to something that can run.</summary>
    public virtual Work Load(string path) => throw new NotSupportedException();

    /// <summary>A network in training, from these parameters on.</summary>
    public virtual Trainer Training(ElmanParameters parameters, IReadOnlyList<LabelledSentence> sentences) =>
        throw new NotSupportedException();

    /// <summary>The probabilities [words, labels] of a sentence; null where it computes none.</summary>
    public virtual float[]? Probabilities(ElmanParameters parameters, int[] words) => null;

    /// <summary>The probability of each word's best label; null where no way has only that.</summary>
    public virtual float[]? Confidence(ElmanParameters parameters, int[] words) => null;

    /// <summary>
    /// The probabilities of the first words [words − half a window, labels] of a text that comes word by word; null
    /// where the work on streams runs the same code as <see cref="Probabilities"/>.
    /// </summary>
    public virtual float[]? StreamProbabilities(ElmanParameters parameters, int[] words) => null;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
