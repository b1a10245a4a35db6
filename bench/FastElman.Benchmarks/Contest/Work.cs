namespace FastElman.Benchmarks.Contest;

/// <summary>
/// A piece of work, set up and ready to be timed. Setting up may be slow; running may not allocate more than it must.
/// </summary>
public abstract class Work : IDisposable
{
    /// <summary>
    /// The labels that the last run gave, one a word or one a stream; −1 where a stream has no answer yet.
    /// </summary>
    public virtual ReadOnlySpan<int> Labels => [];

    /// <summary>Which of its ways the engine chose, for the tables; empty where there is but one.</summary>
    public virtual string Form => "";

    /// <summary>What is timed.</summary>
    public abstract void Run();

    /// <summary>
    /// What a caller does after the answer is out, before the next call: not part of the time to the answer.
    /// </summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Gives back what the work holds.</summary>
    public virtual void Dispose()
    {
    }
}
