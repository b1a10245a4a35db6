namespace FastElman.Training.Backpropagation;

/// <summary>
/// The tutorial's training step: forward, backward through the whole sentence, and the updates applied straight to the
/// parameters, all of them computed from the parameters before the step.
/// </summary>
/// <remarks>
/// A word is an index from 0 to the padding row; −1 is the padding word too. Bad input is refused before anything
/// changes. A step allocates nothing, except for a sentence longer than all before it. The same steps give the same
/// bits with one instruction set. Mutable and not synchronised: one thread at a time.
/// </remarks>
internal sealed class SentenceTrainer
{
    private readonly TrainingParameters _parameters;
    private readonly bool _freezesEmbeddings;
    private readonly SentencePass _pass;
    private readonly EmbeddingNormalizer _normalizer;
    private readonly AdamOptimizer? _adam;
    private TrainingWorkspace _workspace;
    private readonly SentenceCopy _sentence;
    private readonly RecurrentMasks _masks;
    private TrainingParameters? _gradients;

    /// <summary>Starts from a copy of <paramref name="parameters"/>.</summary>
    /// <param name="parameters">The parameters before training.</param>
    /// <param name="instructionSet">The instruction set, or null for <see cref="SimdInfo.Active"/>.</param>
    /// <param name="labelSmoothing">
    /// The part of every word's target that all labels share evenly, from 0 to below 1.
    /// </param>
    /// <param name="optimizer">How gradients become updates.</param>
    /// <param name="freezesEmbeddings">Whether the embeddings stay as they are, not even divided by their norm.</param>
    public SentenceTrainer(
        ElmanParameters parameters,
        InstructionSet? instructionSet = null,
        float labelSmoothing = 0,
        TrainingOptimizer optimizer = TrainingOptimizer.GradientDescent,
        bool freezesEmbeddings = false)
    {
        _freezesEmbeddings = freezesEmbeddings;
        _parameters = new TrainingParameters(parameters.Shape, instructionSet ?? SimdInfo.Active);
        _pass = SentencePass.Create(_parameters, labelSmoothing, freezesEmbeddings);
        _normalizer = new EmbeddingNormalizer(Shape.PaddingRow + 1);
        _sentence = new SentenceCopy(Shape, Shape.PaddingRow);
        _masks = new RecurrentMasks(_parameters);
        _workspace = new TrainingWorkspace(_parameters, _sentence.Capacity);
        if (optimizer == TrainingOptimizer.Adam)
        {
            _adam = AdamOptimizer.Create(_parameters);
            _gradients = new TrainingParameters(Shape, InstructionSet);
        }

        SetParameters(parameters);
    }

    public ElmanShape Shape => _parameters.Shape;

    /// <summary>The instruction set that the kernels were compiled for.</summary>
    public InstructionSet InstructionSet => _pass.InstructionSet;

    /// <summary>One step of the optimiser on a sentence, then the embeddings divided by their L2 norm.</summary>
    /// <param name="words">[words], at least one.</param>
    /// <param name="labels">[words].</param>
    /// <param name="learningRate">Finite, at least 0; with 0 only the normalisation has an effect.</param>
    /// <returns>
    /// The loss before the step: the mean negative log-likelihood, whether labels are smoothed or not.
    /// </returns>
    /// <exception cref="ArgumentException">There is no word, or the spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index or the learning rate is out of range.</exception>
    public float Train(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, float learningRate)
    {
        var loss = Descend(words, labels, learningRate);
        NormalizeEmbeddings();
        return loss;
    }

    /// <summary>The step of the optimiser alone, without the normalisation; see <see cref="Train"/>.</summary>
    /// <returns>The loss before the step.</returns>
    public float Descend(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, float learningRate)
    {
        var workspace = Copy(ref words, ref labels);
        if (!(learningRate >= 0 && float.IsFinite(learningRate)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(learningRate),
                FormattableString.Invariant($"A learning rate is finite and not negative, this is {learningRate}."));
        }

        var loss = _pass.Forward(words, labels, workspace);
        if (_adam is not null)
        {
            _gradients!.Clear();
            _pass.Backward(labels, 1, _gradients, workspace);
            _adam.Step(_gradients, learningRate);
            _normalizer.SetAllChanged();
        }
        else if (learningRate != 0)
        {
            _pass.Backward(labels, -learningRate, _parameters, workspace);
            _normalizer.SetChanged(workspace.Layers[0].WindowRows.AsSpan(0, words.Length + Shape.WindowSize - 1));
        }

        _masks.Apply(_parameters);
        return loss;
    }

    /// <summary>
    /// The derivatives of the loss, the smoothed one where labels are smoothed, by the seven parameters. Changes
    /// nothing.
    /// </summary>
    /// <param name="words">[words], at least one.</param>
    /// <param name="labels">[words].</param>
    /// <param name="gradients">Receives the gradients; of the same shape.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="ArgumentException">There is no word, the spans differ in length, or the shapes do.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public float Gradients(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, ElmanParameters gradients)
    {
        var workspace = Copy(ref words, ref labels);
        RequireShape(gradients);
        _gradients ??= new TrainingParameters(Shape, InstructionSet);
        _gradients.Clear();
        var loss = _pass.Forward(words, labels, workspace);
        _pass.Backward(labels, 1, _gradients, workspace);
        _gradients.CopyTo(gradients);
        return loss;
    }

    /// <summary>
    /// Divides every embedding row, the padding word's too, by its length, unless the embeddings are frozen. A row of
    /// zeros stays as it is, where the tutorial makes it NaN.
    /// </summary>
    public void NormalizeEmbeddings()
    {
        if (!_freezesEmbeddings)
        {
            _pass.NormalizeEmbeddings(_normalizer);
        }
    }

    /// <summary>
    /// Sets all recurrent weights to 0 but the largest, as <see cref="RecurrentMask"/> chooses them, and keeps them
    /// there in every step from now on.
    /// </summary>
    /// <param name="density">The share of the weights that is kept, above 0; 1 for all of them.</param>
    public void Prune(double density)
    {
        _masks.Find(density);
        _masks.Apply(_parameters);
    }

    /// <summary>A copy of the moments of the optimiser; null for gradient descent.</summary>
    public AdamMoments? CopyMoments() => _adam?.CopyMoments();

    /// <summary>
    /// Replaces all parameters by those of the same shape given, and what the optimiser remembers. The weights that
    /// <see cref="Prune"/> has removed are removed from the next step on.
    /// </summary>
    /// <param name="parameters">The parameters, of the same shape.</param>
    /// <param name="moments">The moments; null to start again from zero.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void SetParameters(ElmanParameters parameters, AdamMoments? moments = null)
    {
        RequireShape(parameters);
        _parameters.CopyFrom(parameters);
        _adam?.Restore(moments);
        _normalizer.SetAllChanged();
    }

    /// <summary>Writes the parameters into others of the same shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void CopyParametersTo(ElmanParameters parameters)
    {
        RequireShape(parameters);
        _parameters.CopyTo(parameters);
    }

    /// <summary>A copy of the parameters as they are now.</summary>
    public ElmanParameters ToParameters()
    {
        var parameters = new ElmanParameters(Shape);
        _parameters.CopyTo(parameters);
        return parameters;
    }

    /// <summary>Puts the trainer's own copy in the place of a sentence, and checks it.</summary>
    /// <returns>A workspace with room for the sentence.</returns>
    private TrainingWorkspace Copy(ref ReadOnlySpan<int> words, ref ReadOnlySpan<int> labels)
    {
        _sentence.Take(ref words, ref labels);
        if (words.Length > _workspace.Capacity)
        {
            _workspace = new TrainingWorkspace(_parameters, _sentence.Capacity);
        }

        return _workspace;
    }

    private void RequireShape(ElmanParameters parameters)
    {
        if (parameters.Shape != Shape)
        {
            throw new ArgumentException(
                $"Expected parameters of the shape {Shape}, found {parameters.Shape}.", nameof(parameters));
        }
    }
}
