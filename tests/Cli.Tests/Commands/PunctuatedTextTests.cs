using System.Text;
using FastElman.Fixtures;
using FastElman.Interop;

namespace FastElman.Cli.Tests.Commands;

/// <summary>
/// Sentences as people write them give the slots that they give without punctuation, in every form, with the places in
/// the text as it is written.
/// </summary>
public sealed class PunctuatedTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_the_reference_model()
    {
        var fold = FoldPickle.Load(SharedData.PathOf("atis", "atis.fold1.pkl.gz"));
        var model = TheanoDump.Load(
            SharedData.PathOf("golden", "atis-trained-100", "params"), fold.Vocabulary, fold.Labels);

        AssertSlots(
            model,
            "Flights from Boston, to Denver. on Monday?",
            "fromloc.city_name Boston 13 19",
            "toloc.city_name Denver 24 30",
            "depart_date.day_name Monday 35 41");
        AssertSlots(
            model,
            "Show me flights from “Boston” to (New York) — on Monday…",
            "fromloc.city_name Boston 22 28",
            "toloc.city_name New York 34 42",
            "depart_date.day_name Monday 49 55");
        AssertSameSlots(
            model,
            "what 's the first flight from st. louis to washington d.c.",
            "What's the first flight from St. Louis to Washington, D.C.?");
    }

    [Fact]
    public void Of_the_model_that_the_demo_trains()
    {
        var model = DemoModel.Load();

        AssertSlots(
            model,
            "Flights from Lisbon, to Cape Town. on Monday?",
            "from.city Lisbon 13 19",
            "to.city Cape Town 24 33",
            "depart.day Monday 38 44");
        AssertSameSlots(
            model, "Flights from Lisbon to Cape Town on Monday", "Flights from Lisbon, to Cape Town. on Monday?");
        AssertSameSlots(
            model, "Flights from Boston to Denver on Monday", "Flights from Boston, to Denver. on Monday?");
    }

    private void AssertSameSlots(ElmanModel model, string plain, string text) =>
        Assert.Equal(Described(new Tagger(model.Compile()).FindSlots(plain)), Described(SlotsOfEveryForm(model, text)));

    /// <summary>Slots are written as name, text, and the place in characters.</summary>
    private void AssertSlots(ElmanModel model, string text, params string[] expected) =>
        Assert.Equal(
            expected,
            SlotsOfEveryForm(model, text).Select(slot => $"{slot.Name} {slot.Text} {slot.Start} {slot.End}"));

    /// <summary>The slots that a string, UTF-8 and the command give alike.</summary>
    private IReadOnlyList<Slot> SlotsOfEveryForm(ElmanModel model, string text)
    {
        var tagger = new Tagger(model.Compile());
        var slots = tagger.FindSlots(text);
        Assert.NotEmpty(slots);
        Assert.All(slots, slot => Assert.Equal(text[slot.Start..slot.End], slot.Text));

        var utf8 = Encoding.UTF8.GetBytes(text);
        Assert.Equal(
            slots.Select(slot => (slot.Name, slot.Text, slot.Confidence)),
            tagger.FindSlots(utf8).Select(slot => (slot.Name, slot.Text, slot.Confidence)));
        Assert.All(
            tagger.FindSlots(utf8),
            slot => Assert.Equal(Encoding.UTF8.GetString(utf8[slot.Start..slot.End]), slot.Text));

        var path = _folder.File("model.safetensors");
        model.Save(path);
        var lines = CliRun.SucceedWithInput(text, "tag", path, "--sentences").TrimEnd('\n').Split('\n');
        string[][] rows = [.. lines.Select(line => line.Split('\t'))];
        Assert.Equal(
            Described(slots),
            SlotReader.Read([.. rows.Select(row => row[1])]).Select(slot => Described(
                slot.Name,
                string.Join(' ', rows.Skip(slot.FirstToken).Take(slot.TokenCount).Select(row => row[0])))));
        return slots;
    }

    private static IEnumerable<string> Described(IEnumerable<Slot> slots) =>
        slots.Select(slot => Described(slot.Name, slot.Text));

    /// <summary>The words of a slot may have punctuation between them in the text.</summary>
    private static string Described(string name, string text) =>
        $"{name} {text.Replace(",", "", StringComparison.Ordinal).ToLowerInvariant()}";
}
