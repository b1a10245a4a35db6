using System.Text;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// Any bytes as text: no refusal, and the same tokens, labels and slots as the repaired text has in UTF-16.
/// </summary>
internal sealed class TextTarget : FuzzTarget
{
    private readonly Tagger[] _taggers;

    public TextTarget()
        : base("text") => _taggers =
        [
            // Float16 is a form of the file: what runs is the same, and each model keeps tables of its own.
            .. SeedModels.All.Where(
                    model => model.Vocabulary is not null && model.SubwordPrecision == SubwordPrecision.Float32)
                .Select(model => new Tagger(model.Compile())),
        ];

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. "from|oslo|to|ä.|DIGIT|17|.|,|'s|(|)|-|…|❤️|e\u0301|\u00A0|\u2028|\u200B|\u202E|日本|🙂| |\n"
            .Split('|').Select(Encoding.UTF8.GetBytes),
        [0xED, 0xA0, 0x80],
        [0xF4, 0x90, 0x80, 0x80],
        [0xC0, 0x80],
    ];

    /// <summary>Slots, and the workspaces of several models, which keep states for whole sentences.</summary>
    public override int AllowedBytesPerByte => 4000;

    public override IEnumerable<byte[]> Seeds() =>
        ((string[])["from oslo to rome", "From OSLO, 17 to 'ä.'", "日本🙂e\u0301 (to)", ""])
            .Select(Encoding.UTF8.GetBytes);

    public override int Run(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var count = 0;
        foreach (var tagger in _taggers)
        {
            count = Compare(tagger, input, text);
            var inBytes = tagger.FindSlots(input);
            var inText = tagger.FindSlots(text);
            Require(
                inBytes.Select(NameAndText).SequenceEqual(inText.Select(NameAndText)),
                "both encodings have the same slots");
            Require(
                inText.All(slot => text[slot.Start..slot.End] == slot.Text),
                "the text at the place of a slot is the slot's");
        }

        return HashCode.Combine(Magnitude(count), Magnitude(text.Length), text.Length == input.Length);
    }

    public override bool IsRefusal(Exception exception) => false;

    private static (string Name, string Text) NameAndText(Slot slot) => (slot.Name, slot.Text);

    private static int Compare(Tagger tagger, byte[] input, string text)
    {
        var (places, labels) = (new Range[input.Length], new int[input.Length]);
        var (placesInText, labelsInText) = (new Range[text.Length], new int[text.Length]);
        var count = tagger.TagText(input, places, labels);
        var countInText = tagger.TagText(text, placesInText, labelsInText);
        Require(count == countInText, "both encodings have the same number of tokens");
        Require(
            labels.AsSpan(..count).SequenceEqual(labelsInText.AsSpan(..count)), "both encodings have the same labels");
        string[] words = [.. placesInText.Take(count).Select(place => text[place])];
        Require(
            tagger.Tag(words).SequenceEqual(labelsInText.Take(count).Select(label => tagger.Model.Labels![label])),
            "words by name have the labels that they have in the text");
        for (var i = 0; i < count; i++)
        {
            Require(
                Encoding.UTF8.GetString(input.AsSpan(places[i])) == text[placesInText[i]],
                "both encodings have the same tokens");
        }

        return count;
    }
}
