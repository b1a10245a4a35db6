namespace FastElman.Tests.Model;

public sealed class VocabularyPatchTests
{
    private static readonly DateOnly Date = new(2026, 11, 28);

    [Fact]
    public void Records_are_equal_where_all_that_they_say_is()
    {
        var provenance = new ModelProvenance("a", "b") { Patches = [Patch("lisbon", "porto")] };

        Assert.Equal(provenance, new ModelProvenance("a", "b") { Patches = [Patch("lisbon", "porto")] });
        Assert.Equal(
            provenance.GetHashCode(),
            new ModelProvenance("a", "b") { Patches = [Patch("lisbon", "porto")] }.GetHashCode());
        Assert.NotEqual(provenance, provenance with { Patches = [] });
        Assert.NotEqual(provenance, provenance with { Patches = [Patch("lisbon", "faro")] });
        Assert.NotEqual(provenance, provenance with { Patches = [Patch("faro", "porto")] });
        Assert.NotEqual(Patch("lisbon", "porto"), new(Date.AddDays(1), "0123", [new("lisbon", ["porto"])]));
        Assert.NotEqual(Patch("lisbon", "porto"), new(Date, "0124", [new("lisbon", ["porto"])]));
    }

    [Fact]
    public void Lists_are_copied()
    {
        string[] neighbours = ["porto"];
        AddedWord[] words = [new("lisbon", neighbours)];
        VocabularyPatch[] patches = [new(Date, "0123", words)];
        var provenance = new ModelProvenance { Patches = patches };
        (neighbours[0], words[0], patches[0]) = ("x", new("x", ["x"]), Patch("x", "x"));

        Assert.Equal([Patch("lisbon", "porto")], provenance.Patches);
    }

    [Fact]
    public void Nulls_are_refused()
    {
        Assert.Throws<ArgumentException>("neighbours", () => new AddedWord("lisbon", ["porto", null!]));
        Assert.Throws<ArgumentException>("words", () => new VocabularyPatch(Date, "0123", [null!]));
        Assert.Throws<ArgumentNullException>(() => new ModelProvenance { Patches = null! });
        Assert.Throws<ArgumentException>(() => new ModelProvenance { Patches = [null!] });
    }

    [Fact]
    public void The_text_of_a_record_says_how_many_words_were_added_when() =>
        Assert.Equal("2026-11-28: 1 words added to 0123", Patch("lisbon", "porto").ToString());

    [Fact]
    public void The_text_of_a_word_has_its_neighbours() =>
        Assert.Equal("lisbon (porto, faro)", new AddedWord("lisbon", ["porto", "faro"]).ToString());

    [Fact]
    public void The_text_of_provenance_says_how_often_words_were_added() =>
        Assert.Equal(
            "ModelProvenance { Recipe = a, Origin = , Patches = 1 }",
            new ModelProvenance("a") { Patches = [Patch("lisbon", "porto")] }.ToString());

    private static VocabularyPatch Patch(string word, string neighbour) =>
        new(Date, "0123", [new(word, [neighbour])]);
}
