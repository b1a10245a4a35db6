namespace FastElman.Interop.Pickle;

/// <summary>The pairs of a dictionary in the order of the file. Keys are not hashed or compared, so a hostile key costs
/// neither time nor stack.</summary>
internal sealed class PickleDictionary
{
    public List<(object? Key, object? Value)> Items { get; } = [];
}
