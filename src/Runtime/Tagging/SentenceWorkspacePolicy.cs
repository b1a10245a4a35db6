using FastElman.Network;
using FastElman.Packing;
using Microsoft.Extensions.ObjectPool;

namespace FastElman.Tagging;

/// <summary>How the pool makes a run state. One that comes back needs no cleaning: every run writes before it reads. One that a very long sentence has made large is not kept.</summary>
internal sealed class SentenceWorkspacePolicy(PackedNetwork network) : IPooledObjectPolicy<SentenceWorkspace>
{
    public SentenceWorkspace Create() => new(network);

    public bool Return(SentenceWorkspace state) => state.Sentence is not { Capacity: > SequenceWorkspace.UsualLength };
}
