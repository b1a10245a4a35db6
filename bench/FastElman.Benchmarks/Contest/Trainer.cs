namespace FastElman.Benchmarks.Contest;

/// <summary>
/// A network in training on sentences it was given: one step of gradient descent a sentence, backpropagated through all
/// of it into all seven parameters, then every embedding divided by its length. The learning rate is <see
/// cref="LearningRate"/>.
/// </summary>
public abstract class Trainer : IDisposable
{
    /// <summary>That of the tutorial.</summary>
    public const float LearningRate = 0.0970806646812754f;

    /// <summary>A step on one of the sentences.</summary>
    /// <param name="sentence">Its place among those given.</param>
    /// <returns>The loss before the step: the mean negative log-likelihood of its words.</returns>
    public abstract float Train(int sentence);

    /// <summary>A copy of the parameters as they are now; null where nothing is computed.</summary>
    public abstract ElmanParameters? ToParameters();

    /// <summary>Gives back what the network holds.</summary>
    public virtual void Dispose()
    {
    }
}
