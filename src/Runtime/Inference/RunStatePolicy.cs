using Microsoft.Extensions.ObjectPool;

namespace FastElman.Inference;

/// <summary>How the pool makes a run state. One that comes back needs no cleaning: every run writes before it reads. One that a very long sentence has made large is not kept.</summary>
internal sealed class RunStatePolicy(PackedNetwork network) : IPooledObjectPolicy<RunState>
{
    public RunState Create() => new(network);

    public bool Return(RunState state) => state.Sentence is not { Capacity: > SentenceMemory.UsualLength };
}
