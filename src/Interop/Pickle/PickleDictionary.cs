namespace FastElman.Interop.Pickle;

/// <summary>
/// The pairs of a dictionary in the order of the file. Keys are not hashed or compared, so a hostile key costs neither
/// time nor stack.
/// </summary>
internal sealed class PickleDictionary
{
    public List<(object? Key, object? Value)> Items { get; } = [];

    /// <summary>
    /// An empty dictionary, or one of pairs: Python 2 writes an OrderedDict as a list of lists of two. A Counter is
    /// made of a dictionary.
    /// </summary>
    public static PickleDictionary Of(object?[] arguments, MemoryBudget budget)
    {
        var dictionary = new PickleDictionary();
        switch (arguments)
        {
            case []:
                break;
            case [PickleDictionary other]:
                budget.ChargeData(2L * IntPtr.Size * other.Items.Count);
                dictionary.Items.AddRange(other.Items);
                break;
            case [List<object?> pairs]:
                budget.ChargeData(2L * IntPtr.Size * pairs.Count);
                foreach (var pair in pairs)
                {
                    dictionary.Items.Add(pair switch
                    {
                        object?[] and [var key, var value] => (key, value),
                        List<object?> and [var key, var value] => (key, value),
                        _ => throw new PickleArgumentsException(),
                    });
                }

                break;
            default:
                throw new PickleArgumentsException();
        }

        return dictionary;
    }
}
