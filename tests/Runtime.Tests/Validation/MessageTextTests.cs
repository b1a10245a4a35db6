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
                Assert.InRange(line.Length, Math.Min(text.Length, 499), Math.Min(text.Length, 501));
            },
            iter: 500);

    [Fact]
    public void A_long_text_is_cut_in_its_middle_and_says_so()
    {
        var (path, reason) = (new string('a', 250), new string('b', 250));
        Assert.Equal(path + reason, MessageText.Sanitize(path + reason));
        Assert.Equal($"{path}…{reason}", MessageText.Sanitize($"{path}/{reason}"));
    }

    [Fact]
    public void What_turns_the_direction_of_text_is_replaced() =>
        Assert.Equal("a\uFFFDb\uFFFDc", MessageText.Sanitize("a\u202Eb\u200Bc"));

    [Fact]
    public void A_cut_does_not_leave_half_a_character()
    {
        var line = MessageText.Sanitize("a" + string.Concat(Enumerable.Repeat("\U0001F600", 400)) + "b");

        Assert.Contains("\U0001F600…\U0001F600", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', line);
    }
}
