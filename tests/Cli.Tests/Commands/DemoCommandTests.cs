using System.Globalization;
using System.Text.RegularExpressions;

namespace FastElman.Cli.Tests.Commands;

public sealed partial class DemoCommandTests
{
    [Fact]
    public void It_learns_in_front_of_the_user()
    {
        var scores = Epoch().Matches(CliRun.Succeed("demo"))
            .Select(epoch => (Number: epoch.Groups[1].Value, F1: Number(epoch.Groups[2].Value)))
            .ToArray();

        Assert.Equal(Enumerable.Range(1, 16).Select(epoch => $"{epoch}"), scores.Select(epoch => epoch.Number));
        Assert.InRange(scores[0].F1, 0, 80);
        Assert.InRange(scores[^1].F1, 95, 100);
    }

    [Fact]
    public void The_same_words_have_different_labels_in_its_sentences()
    {
        var output = CliRun.Succeed("demo");

        Assert.Matches(
            @"from  cape +town +to  lisbon +leaving  on  monday.*\n"
                + @" +B-from\.city +I-from\.city +B-to\.city +B-depart\.day",
            output);
        Assert.Matches(
            @"in  cape +town +from  lisbon +on  monday.*\n +B-to\.city +I-to\.city +B-from\.city +B-arrive\.day",
            output);
        Assert.Matches(@"stop  in  lisbon.*\n.*B-via\.city", output);
    }

    [Fact]
    public void Its_score_on_the_test_set_is_at_least_95() =>
        Assert.InRange(Number(Score().Match(CliRun.Succeed("demo")).Groups[1].Value), 95, 100);

    [Fact]
    public void Redirected_it_writes_no_escape_codes() => Assert.DoesNotContain('\u001b', CliRun.Succeed("demo"));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^  epoch +(\d+): F1 +(\d+\.\d\d) on 200 other requests$", RegexOptions.Multiline)]
    private static partial Regex Epoch();

    [GeneratedRegex(@"^F1 (\d+\.\d\d) ", RegexOptions.Multiline)]
    private static partial Regex Score();
}
