using FastElman.Model;

namespace FastElman.Tests.Model;

public sealed class DigitRuleTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("flight", "flight")]
    [InlineData("1984", "DIGITDIGITDIGITDIGIT")]
    [InlineData("Boeing7s", "BoeingDIGITs")]
    [InlineData("\u0664", "\u0664")] // A digit, but not an ASCII one.
    public void Each_digit_is_written_out_and_the_rest_stays(string word, string expected) =>
        Assert.Equal(expected, Written(word, lowerCase: false));

    [Theory]
    [InlineData("BOEING7", "boeingDIGIT")]
    [InlineData("ÄHRE", "ähre")]
    public void Lower_case_is_for_the_letters_only(string word, string expected) =>
        Assert.Equal(expected, Written(word, lowerCase: true));

    private static string Written(string word, bool lowerCase)
    {
        var written = new char[DigitRule.WrittenLength(word)];
        DigitRule.Write(word, written, lowerCase);
        return new string(written);
    }
}
