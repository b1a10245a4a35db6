namespace FastElman.Benchmarks.Contest;

/// <summary>Each run is a step on the next of so many sentences; after the last comes the first again.</summary>
internal sealed class TrainingWork(Trainer trainer, int count) : Work
{
    private int _next;

    public override void Run()
    {
        trainer.Train(_next);
        _next = (_next + 1) % count;
    }

    public override void Dispose() => trainer.Dispose();
}
