using System.Runtime.CompilerServices;
using FastElman.Simd;
using Microsoft.Extensions.ObjectPool;

namespace FastElman.Tagging;

/// <summary>
/// The policy of an object pool: how to make an object, and which returned ones to keep. Objects that come back need no
/// cleaning, because every run writes its memory before it reads it.
/// </summary>
/// <param name="create">Makes an object.</param>
/// <param name="isKept">Whether a returned object is kept; null keeps all.</param>
internal sealed class PooledPolicy<T>(Func<T> create, Predicate<T>? isKept = null) : IPooledObjectPolicy<T>
    where T : notnull
{
    public T Create() => create();

    [MethodImpl(HotPath.Compiled)]
    public bool Return(T item) => isKept is null || isKept(item);
}
