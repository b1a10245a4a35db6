using CsCheck;
using FastElman.Validation;

namespace FastElman.Tests.Validation;

public sealed class MessageTextTests
{
    [Fact]
    public void Plain_text_stays_as_it_is() =>
        Assert.Equal("ähre → 1984 \u4e2d", MessageText.Sanitize("ähre → 1984 \u4e2d"));

    [Fact]
    public void Any_text_becomes_one_short_line() =>
        Gen.String.Sample(
            text =>
            {
                var line = MessageText.Sanitize(text);
                Assert.InRange(line.Length, 0, 501);
                Assert.DoesNotContain(
                    line, character => char.IsControl(character) || character is '\u2028' or '\u2029');
                Assert.Equal(Math.Min(text.Length, 501), line.Length);
            },
            iter: 500);

    [Fact]
    public void A_long_text_is_cut_and_says_so()
    {
        Assert.Equal(new string('a', 500), MessageText.Sanitize(new string('a', 500)));
        Assert.Equal(new string('a', 500) + "…", MessageText.Sanitize(new string('a', 501)));
    }

    [Fact]
    public void What_turns_the_direction_of_text_is_replaced() =>
        Assert.Equal("a\uFFFDb\uFFFDc", MessageText.Sanitize("a\u202Eb\u200Bc"));

    [Fact]
    public void A_cut_does_not_leave_half_a_character()
    {
        var line = MessageText.Sanitize("a" + string.Concat(Enumerable.Repeat("\U0001F600", 400)));

        Assert.EndsWith("\U0001F600…", line, StringComparison.Ordinal);
    }
}
