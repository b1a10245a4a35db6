namespace FastElman.Interop.Pickle;

/// <summary>A dictionary as written: its pairs in their order. Keys are not compared here, so that no key can make that slow or deep.</summary>
internal sealed class PickleDictionary
{
    public List<(object? Key, object? Value)> Items { get; } = [];
}
