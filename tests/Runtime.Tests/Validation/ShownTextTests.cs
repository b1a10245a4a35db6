namespace FastElman.Tests.Validation;

/// <summary>Texts out of files neither steer a terminal nor break the line of a log that they stand in.</summary>
public sealed class ShownTextTests
{
    private const string Hostile = "a\u001b[31m\n\u202Eb";

    public static TheoryData<string> Texts =>
    [
        new Slot(Hostile, Hostile, 0, 1, 1f).ToString(),
        new TaggedWord(Hostile, Hostile).ToString(),
        new ModelProvenance(Hostile, Hostile).ToString(),
        new AddedWord(Hostile, [Hostile]).ToString(),
        new VocabularyPatch(new DateOnly(2026, 11, 28), Hostile, []).ToString(),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_text_of_a_value_is_one_harmless_line(string text)
    {
        Assert.DoesNotContain(text, character => char.IsControl(character) || character == '\u202E');
        Assert.Contains("a\uFFFD[31m", text, StringComparison.Ordinal);
    }
}
