namespace FastElman.Interop.Pickle;

/// <summary>
/// The only names that one kind of pickle may mention. A name that is not listed is refused, and a listed one makes
/// data and nothing else. Immutable.
/// </summary>
/// <param name="globals">What each name makes.</param>
internal abstract class PickleAllowList(IReadOnlyDictionary<(string Module, string Name), PickleGlobal> globals)
{
    /// <summary>The global of a name.</summary>
    /// <exception cref="PickleException">It is not on the list.</exception>
    public virtual PickleGlobal Find(string module, string name) => globals.TryGetValue((module, name), out var global)
        ? global
        : throw new PickleException(
            $"the pickle asks for {module}.{name}, which is not allowed; nothing of it was run");

    /// <summary>The object outside the pickle that it refers to.</summary>
    /// <exception cref="PickleException">This kind of pickle has none, or it is not a sound reference.</exception>
    public virtual object Load(object? reference, MemoryBudget budget) =>
        throw new PickleException(
            "the pickle has an instruction that is not allowed", found: $"{PickleOpcode.BinPersId}");

    /// <summary>Sets the state of an object that was made before.</summary>
    /// <exception cref="PickleException">This kind of object has no such state.</exception>
    public abstract void Build(object? target, object? state, MemoryBudget budget);

    /// <summary>The refusal of <see cref="Build"/>.</summary>
    protected static PickleException NoState() => new("the pickle gives state to what has none");
}
