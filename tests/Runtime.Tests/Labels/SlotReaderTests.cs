using CsCheck;

namespace FastElman.Tests.Labels;

public sealed class SlotReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("O O", "")]
    [InlineData("O B-a I-a O B-b", "a 1 2, b 4 1")]
    [InlineData("B-a B-a I-a", "a 0 1, a 1 2")]
    [InlineData("B-a I-a I-b", "a 0 2, b 2 1")]
    public void IOB2_is_read(string labels, string slots) => AssertSlots(labels, slots);

    [Theory]
    [InlineData("I-a I-a O I-b", "a 0 2, b 3 1")]
    [InlineData("I-a B-a I-a", "a 0 1, a 1 2")]
    public void IOB1_is_read(string labels, string slots) => AssertSlots(labels, slots);

    [Theory]
    [InlineData("S-a B-a E-a B-b I-b E-b S-b O", "a 0 1, a 1 2, b 3 3, b 6 1")]
    [InlineData("U-a B-a L-a O", "a 0 1, a 1 2")]
    [InlineData("B-a M-a E-a S-a", "a 0 3, a 3 1")]
    [InlineData("E-a I-a", "a 0 1, a 1 1")]
    [InlineData("S-a I-a", "a 0 1, a 1 1")]
    public void BIOES_and_its_likes_are_read(string labels, string slots) => AssertSlots(labels, slots);

    [Theory]
    [InlineData("O I-a I-a", "a 1 2")]
    [InlineData("I-b", "b 0 1")]
    [InlineData("B-a I-b I-b", "a 0 1, b 1 2")]
    public void A_slot_without_a_beginning_begins_as_conlleval_reads_it(string labels, string slots) =>
        AssertSlots(labels, slots);

    [Theory]
    [InlineData("B I O I", " 0 2,  3 1")]
    [InlineData("B-a PER X-a other I-a", "a 0 1, a 4 1")]
    [InlineData("B-a-b I-a-b B-a", "a-b 0 2, a 2 1")]
    [InlineData("B- I-", " 0 2")]
    public void Names_are_what_follows_the_first_two_characters(string labels, string slots) =>
        AssertSlots(labels, slots);

    [Fact]
    public void Slots_do_not_overlap_and_cover_every_label_of_a_slot() =>
        Gen.OneOf("O", "B-a", "I-a", "E-a", "S-a", "B-b", "I-b", "other").Array[0, 12].Sample(labels =>
        {
            var end = 0;
            foreach (var slot in SlotReader.Read(labels))
            {
                Assert.All(labels[end..slot.FirstToken], label => Assert.True(label is "O" or "other"));
                end = slot.FirstToken + slot.TokenCount;
                Assert.All(labels[slot.FirstToken..end], label => Assert.EndsWith(slot.Name, label));
            }

            Assert.All(labels[end..], label => Assert.True(label is "O" or "other"));
        });

    [Fact]
    public void Too_little_room_and_labels_that_do_not_exist_are_refused()
    {
        var labels = new LabelSet(["O", "B-a"]);
        Assert.Throws<ArgumentException>("slots", () => SlotReader.Read(labels, [1, 0, 1], new SlotTokens[1]));
        Assert.Throws<ArgumentOutOfRangeException>("labels", () => SlotReader.Read(labels, [2], new SlotTokens[1]));
        Assert.Throws<ArgumentOutOfRangeException>("labels", () => SlotReader.Read(labels, [-1], new SlotTokens[1]));
        Assert.Throws<ArgumentException>("labels", () => SlotReader.Read(["O", null!]));
    }

    /// <summary>From names and from indices.</summary>
    private static void AssertSlots(string labels, string slots)
    {
        var names = labels.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(slots, Text(SlotReader.Read(names)));

        var labelSet = new LabelSet(names.Append("O").Distinct());
        var found = new SlotTokens[names.Length];
        var count = SlotReader.Read(labelSet, [.. names.Select(name => labelSet.GetIndex(name))], found);
        Assert.Equal(slots, Text(found[..count]));
    }

    private static string Text(IEnumerable<SlotTokens> slots) =>
        string.Join(", ", slots.Select(slot => $"{slot.Name} {slot.FirstToken} {slot.TokenCount}"));
}
