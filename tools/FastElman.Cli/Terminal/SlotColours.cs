namespace FastElman.Cli.Terminal;

/// <summary>Colours of slots: each slot gets the next of the palette when it first appears.</summary>
/// <param name="isOn">Whether colours are wanted: <see cref="StandardStreams.OutputHasColours"/>.</param>
internal sealed class SlotColours(bool isOn)
{
    private const string Reset = "\u001b[0m";

    /// <summary>Bold green, blue, yellow, magenta, cyan, red: readable on dark and on light backgrounds.</summary>
    private static readonly string[] Palette =
        ["\u001b[1;32m", "\u001b[1;34m", "\u001b[1;33m", "\u001b[1;35m", "\u001b[1;36m", "\u001b[1;31m"];

    private readonly Dictionary<string, string> _colours = new(StringComparer.Ordinal);

    /// <summary>Text in the colour of a label's slot; without a slot or without colours, the text itself.</summary>
    public string Paint(string text, string label)
    {
        if (!isOn || label == LabelSet.Outside)
        {
            return text;
        }

        var slot = label[(label.IndexOf('-', StringComparison.Ordinal) + 1)..];
        if (!_colours.TryGetValue(slot, out var colour))
        {
            colour = Palette[_colours.Count % Palette.Length];
            _colours.Add(slot, colour);
        }

        return colour + text + Reset;
    }
}
