using FastElman.Training.Randomness;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// Training with dropout on batches of sentences: the gradients of some sentences are added up, Adam makes one update
/// of them, and a moving average follows the parameters. Embeddings are not divided by their norm; those of words
/// outside the batch stay as they are. With subwords it trains own vectors and subwords, of which it composes the
/// vector of each word.
/// </summary>
/// <remarks>
/// Bad input is refused before anything changes. A step allocates nothing, except for a sentence longer than all before
/// it. The same steps with the same random numbers give the same bits with one instruction set. Mutable and not
/// synchronised: one thread at a time.
/// </remarks>
internal sealed class BatchTrainer
{
    private readonly TrainingParameters _parameters;
    private readonly TrainingParameters _gradients;
    private readonly BatchSettings _settings;
    private readonly SentencePass _pass;
    private readonly AdamOptimizer _adam;
    private readonly WeightAverage _average;
    private readonly RecurrentMasks _masks;
    private readonly InputComposition? _composition;
    private readonly RowSet _rows;
    private readonly RowSet _subwordRows;
    private readonly SentenceCopy _sentence;
    private TrainingWorkspace _workspace;

    /// <summary>Starts from a copy of <paramref name="parameters"/>.</summary>
    /// <param name="parameters">The parameters before training.</param>
    /// <param name="settings">What it does.</param>
    /// <param name="instructionSet">The instruction set, or null for <see cref="SimdInfo.Active"/>.</param>
    /// <param name="words">
    /// What words are made of, where they are trained with subwords: words of sentences are its rows then. Null where
    /// the embeddings are the vectors of the words.
    /// </param>
    public BatchTrainer(
        ElmanParameters parameters,
        BatchSettings settings,
        InstructionSet? instructionSet = null,
        ComposedWords? words = null)
    {
        _settings = settings;
        var inputRows = words?.RowCount ?? 0;
        _parameters = new TrainingParameters(parameters.Shape, instructionSet ?? SimdInfo.Active, inputRows);
        _gradients = new TrainingParameters(Shape, _parameters.InstructionSet, inputRows);
        _composition = words is null ? null : new InputComposition(
            words, _parameters, _gradients, settings.Dropout.Subwords);
        _pass = SentencePass.Create(
            _parameters, settings.LabelSmoothing, settings.FreezesEmbeddings, settings.Teaching);
        _adam = AdamOptimizer.Create(_parameters);
        _average = WeightAverage.Create(_parameters);
        _masks = new RecurrentMasks(_parameters);
        _rows = new RowSet(Shape.PaddingRow + 1);
        _subwordRows = new RowSet(Shape.SubwordCount);
        _sentence = new SentenceCopy(Shape, _parameters.LastInputRow);
        _workspace = CreateWorkspace();
        SetParameters(parameters, moments: null, averages: parameters);
    }

    public ElmanShape Shape => _parameters.Shape;

    /// <summary>Labels, padded to whole registers.</summary>
    public int LabelStride => _parameters.LabelStride;

    /// <summary>Adds the gradients of a sentence to those of the batch.</summary>
    /// <param name="words">[words], at least one: indices, with subwords rows of composed words; or −1.</param>
    /// <param name="labels">[words].</param>
    /// <param name="taught">[words, padded labels]: what the teachers say; empty without teachers.</param>
    /// <param name="weight">What the mean loss of its words counts in the loss of the batch.</param>
    /// <param name="random">Draws what dropout drops.</param>
    /// <returns>The mean negative log-likelihood of its words under dropout.</returns>
    /// <exception cref="ArgumentException">There is no word, or the spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public float Add(
        ReadOnlySpan<int> words,
        ReadOnlySpan<int> labels,
        ReadOnlyMemory<float> taught,
        float weight,
        SplitMix64 random)
    {
        _sentence.Take(ref words, ref labels);
        if (words.Length > _workspace.Capacity)
        {
            _workspace = CreateWorkspace();
        }

        _workspace.Dropout!.Draw(words.Length, random);
        _workspace.Taught = taught;
        _composition?.Compose(words, random);
        var loss = _pass.Forward(words, labels, _workspace);
        _pass.Backward(labels, weight, _gradients, _workspace);
        if (_composition is null && !_settings.FreezesEmbeddings)
        {
            _rows.Add(_workspace.Layers[0].WindowRows.AsSpan(0, words.Length + Shape.WindowSize - 1));
        }

        return loss;
    }

    /// <summary>One step of Adam with the gradients of the batch, which is empty then.</summary>
    /// <param name="learningRate">Finite, above 0.</param>
    public void Step(float learningRate)
    {
        _composition?.TakeApart(_rows, _subwordRows);
        _adam.Step(_gradients, learningRate, _rows.Rows, _subwordRows.Rows);
        _gradients.Clear(_rows.Rows, _subwordRows.Rows);
        _rows.Clear();
        _subwordRows.Clear();
        _masks.Apply(_parameters);

        // The first parameters say little: the average forgets faster as long as it is young.
        _average.Follow(Math.Min(_settings.AveragingDecay, (1.0 + _adam.Steps) / (10 + _adam.Steps)));
        _masks.Apply(_average.Values);
    }

    /// <summary>The gradients of the batch so far.</summary>
    public ElmanParameters CopyGradients()
    {
        _composition?.TakeApart(_rows, _subwordRows);
        var gradients = new ElmanParameters(Shape);
        _gradients.CopyTo(gradients);
        return gradients;
    }

    /// <summary>
    /// Sets all recurrent weights to 0 but the largest, as <see cref="RecurrentMask"/> chooses them, in the parameters
    /// and in their average, and keeps them there in every step from now on.
    /// </summary>
    /// <param name="density">The share of the weights that is kept, above 0; 1 for all of them.</param>
    public void Prune(double density)
    {
        _masks.Find(density);
        _masks.Apply(_parameters);
        _masks.Apply(_average.Values);
    }

    /// <summary>A copy of the moments of the optimiser.</summary>
    public AdamMoments CopyMoments() => _adam.CopyMoments();

    /// <summary>Replaces the whole state of training.</summary>
    /// <param name="parameters">The parameters, of the same shape.</param>
    /// <param name="moments">The moments; null to start again from zero.</param>
    /// <param name="averages">The average of the parameters.</param>
    public void SetParameters(ElmanParameters parameters, AdamMoments? moments, ElmanParameters averages)
    {
        _composition?.TakeApart(_rows, _subwordRows);
        _parameters.CopyFrom(parameters);
        _average.Values.CopyFrom(averages);
        _adam.Restore(moments);
    }

    /// <summary>Writes the parameters, and their average, into others of the same shape.</summary>
    public void CopyTo(ElmanParameters parameters, ElmanParameters averages)
    {
        _parameters.CopyTo(parameters);
        _average.Values.CopyTo(averages);
    }

    private TrainingWorkspace CreateWorkspace() => new(_parameters, _sentence.Capacity, _settings.Dropout);
}
