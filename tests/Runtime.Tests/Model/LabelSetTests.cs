namespace FastElman.Tests.Model;

public sealed class LabelSetTests
{
    private static readonly LabelSet Labels = new(["B-city", "I-city", LabelSet.Outside]);

    [Fact]
    public void Every_label_has_its_place_as_index()
    {
        Assert.Equal(3, Labels.Count);
        for (var i = 0; i < Labels.Count; i++)
        {
            Assert.True(Labels.TryGetIndex(Labels[i], out var index));
            Assert.Equal(i, index);
            Assert.Equal(i, Labels.GetIndex(Labels[i]));
            Assert.True(Labels.Contains(Labels[i]));
        }
    }

    [Theory]
    [InlineData("b-city")]
    [InlineData("")]
    [InlineData("O ")]
    public void A_label_is_found_only_as_it_is_written(string label)
    {
        Assert.False(Labels.TryGetIndex(label, out var index));
        Assert.Equal(0, index);
        Assert.False(Labels.Contains(label));
        Assert.Throws<ArgumentException>(nameof(label), () => Labels.GetIndex(label));
    }

    [Fact]
    public void There_is_no_label_beyond_the_last() => Assert.Throws<ArgumentOutOfRangeException>(() => Labels[3]);

    [Theory]
    [InlineData("O", "O")]
    [InlineData("O", "")]
    [InlineData("O", null)]
    public void Repeated_and_empty_labels_are_refused(params string?[] labels)
    {
        var exception = Assert.Throws<ArgumentException>(() => new LabelSet(labels!));
        Assert.StartsWith("The label ", exception.Message, StringComparison.Ordinal);
    }
}
