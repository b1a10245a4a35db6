using System.Runtime.CompilerServices;
using FastElman.Network;
using FastElman.Packing;
using FastElman.Simd;
using Microsoft.Extensions.ObjectPool;

namespace FastElman.Tagging;

/// <summary>The pools of memory that taggers keep between calls.</summary>
internal static class WorkspacePools
{
    /// <summary>Objects that a pool keeps: so many threads can work at a time without an allocation.</summary>
    public const int Retained = 64;

    /// <summary>A pool of objects.</summary>
    /// <param name="create">Makes an object.</param>
    /// <param name="isKept">Whether a returned object is kept; null keeps all.</param>
    public static DefaultObjectPool<T> Create<T>(Func<T> create, Predicate<T>? isKept = null)
        where T : class =>
        new(new PooledPolicy<T>(create, isKept), Retained);

    /// <summary>A pool of the workspaces of a network, except those of very long sentences.</summary>
    public static DefaultObjectPool<SentenceWorkspace> CreateForSentences(PackedNetwork network) =>
        Create(
            () => new SentenceWorkspace(network),
            [MethodImpl(HotPath.Compiled)] static (each) => each.IsOfUsualSize);
}
