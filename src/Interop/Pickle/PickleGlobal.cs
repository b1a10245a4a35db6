namespace FastElman.Interop.Pickle;

/// <summary>
/// A name that a pickle may mention, and what it makes here. No other code can be reached from a file.
/// </summary>
/// <param name="name">What it makes, for messages.</param>
/// <param name="call">Makes it of the arguments in the pickle.</param>
internal sealed class PickleGlobal(string name, Func<object?[], MemoryBudget, object?> call)
{
    /// <summary>Calls the global with the arguments of the pickle.</summary>
    public object? Call(object?[] arguments, MemoryBudget budget)
    {
        try
        {
            return call(arguments, budget);
        }
        catch (PickleArgumentsException)
        {
            throw new PickleException($"the pickle calls {name} with arguments that Python never writes");
        }
    }
}

/// <summary>A global was called with other arguments than those that its library writes.</summary>
internal sealed class PickleArgumentsException : Exception;
