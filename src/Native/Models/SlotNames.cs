namespace FastElman.Native.Models;

/// <summary>The names that the slots of a model can have, with an index for each. Immutable.</summary>
internal sealed class SlotNames
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _indices = [];

    public SlotNames(LabelSet labels)
    {
        foreach (var label in labels)
        {
            // A label that is no part of slots reads as no slot.
            foreach (var slot in SlotReader.Read([label]))
            {
                if (_indices.TryAdd(slot.Name, _names.Count))
                {
                    _names.Add(slot.Name);
                }
            }
        }
    }

    public int Count => _names.Count;

    public string this[int index] => _names[index];

    /// <summary>The index of the name of a slot that was found.</summary>
    public int IndexOf(string name) => _indices[name];
}
