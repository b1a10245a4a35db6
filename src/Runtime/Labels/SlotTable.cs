using System.Runtime.CompilerServices;
using FastElman.Validation;

namespace FastElman.Labels;

/// <summary>
/// Role and slot of each label of a set, so that reading slots out of label indices compares no text.
/// </summary>
internal sealed class SlotTable
{
    private static readonly ConditionalWeakTable<LabelSet, SlotTable> Tables = [];

    private readonly SlotRole[] _roles;

    /// <summary>[labels]: the same object for the same name.</summary>
    private readonly string[] _names;

    private SlotTable(LabelSet labels)
    {
        _roles = new SlotRole[labels.Count];
        _names = new string[labels.Count];
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < labels.Count; i++)
        {
            _roles[i] = SlotScheme.Parse(labels[i], out var name);
            var text = name.ToString();
            _names[i] = names.TryGetValue(text, out var known) ? known : names[text] = text;
        }
    }

    /// <summary>The table of a label set, made at the first call.</summary>
    public static SlotTable Of(LabelSet labels) => Tables.GetValue(labels, static set => new SlotTable(set));

    /// <summary>Whether a word with a label belongs to no slot.</summary>
    public bool IsOutside(int label) => RoleOf(label) == SlotRole.Outside;

    /// <summary>Whether a slot ends with a word with a label, whatever follows.</summary>
    public bool EndsSlot(int label) => RoleOf(label) is SlotRole.End or SlotRole.Single;

    /// <summary>The name of the slot of a label.</summary>
    public string NameOf(int label) => _names[Guard.Index(label, _names.Length)];

    /// <summary>Finds the next slot of a sentence.</summary>
    /// <param name="labels">[words]: the label indices.</param>
    /// <param name="place">Where to seek from: 0 at first, then as the call before left it.</param>
    /// <param name="slot">Receives the slot.</param>
    /// <returns>False where there is no more.</returns>
    public bool TryRead(ReadOnlySpan<int> labels, ref int place, out SlotTokens slot)
    {
        var first = place;
        while (first < labels.Length && IsOutside(labels[first]))
        {
            first++;
        }

        place = first + 1;
        while (place < labels.Length && GoesOn(labels[place - 1], labels[place]))
        {
            place++;
        }

        var isFound = first < labels.Length;
        slot = isFound ? new SlotTokens(NameOf(labels[first]), first, place - first) : default;
        return isFound;
    }

    /// <summary>Whether a word belongs to the slot of the word before it.</summary>
    /// <param name="before">The label of the word before.</param>
    /// <param name="label">The label of the word.</param>
    public bool GoesOn(int before, int label) =>
        !IsOutside(label)
        && !SlotScheme.Begins(RoleOf(before), RoleOf(label), ReferenceEquals(NameOf(before), NameOf(label)));

    /// <summary>
    /// What a label says of slots. Refused where it is none, as it may be in memory that another thread has changed
    /// since it was checked.
    /// </summary>
    private SlotRole RoleOf(int label) => _roles[Guard.Index(label, _roles.Length)];
}
