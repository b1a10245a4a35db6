using System.Globalization;
using System.Text.RegularExpressions;

namespace FastElman.Samples.TaggingService.Tests.Page;

/// <summary>The colours of the page, as its style sheet has them.</summary>
public sealed partial class PageColourTests
{
    private const int Hues = 8;

    private static readonly string StyleSheet =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "wwwroot", "page.css"));

    public static TheoryData<bool> Schemes => [false, true];

    /// <summary>WCAG 2.2 asks for 4.5:1 in text, and for 3:1 in other marks.</summary>
    [Theory]
    [MemberData(nameof(Schemes))]
    public void Text_and_marks_have_enough_contrast(bool isDark)
    {
        var colours = Read(isDark);
        var paper = colours["paper"];
        foreach (var text in new[] { "ink", "soft", "problem" })
        {
            Assert.InRange(colours[text].ContrastTo(paper), 4.5, 21);
        }

        Assert.InRange(colours["ink"].ContrastTo(colours["field"]), 4.5, 21);
        Assert.InRange(colours["edge"].ContrastTo(paper), 3, 21);
        Assert.InRange(colours["focus"].ContrastTo(paper), 3, 21);
        var tint = double.Parse(Value(isDark, "tint").TrimEnd('%'), CultureInfo.InvariantCulture) / 100;
        for (var hue = 0; hue < Hues; hue++)
        {
            var slot = colours[$"hue-{hue}"];
            var background = slot.Over(paper, tint);
            Assert.InRange(slot.ContrastTo(paper), 3, 21);
            Assert.InRange(colours["ink"].ContrastTo(background), 4.5, 21);
            Assert.InRange(colours["soft"].ContrastTo(background), 4.5, 21);
        }
    }

    /// <summary>The colours of Okabe and Ito, which are the usual choice, are 0.076 apart by this measure.</summary>
    [Theory]
    [MemberData(nameof(Schemes))]
    public void Colours_of_slots_keep_apart_for_every_kind_of_sight(bool isDark)
    {
        var colours = Read(isDark);
        foreach (var sight in Enum.GetValues<Sight>())
        {
            for (var i = 0; i < Hues; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var distance = colours[$"hue-{i}"].DistanceTo(colours[$"hue-{j}"], sight);
                    Assert.InRange(distance, sight == Sight.Normal ? 0.11 : 0.08, 1);
                }
            }
        }
    }

    [GeneratedRegex(@"--(?<name>[\w-]+): (?<value>#[0-9a-f]{6}|\d+%);")]
    private static partial Regex Property();

    private static Dictionary<string, Colour> Read(bool isDark) =>
        Properties(isDark).Where(property => property.Value.StartsWith('#'))
            .ToDictionary(property => property.Key, property => Colour.Parse(property.Value));

    private static string Value(bool isDark, string name) => Properties(isDark)[name];

    /// <summary>Those of the first block, and for the dark scheme those of the second over them.</summary>
    private static Dictionary<string, string> Properties(bool isDark)
    {
        var parts = StyleSheet.Split("@media (prefers-color-scheme: dark)");
        Assert.Equal(2, parts.Length);
        var properties = new Dictionary<string, string>();
        foreach (Match match in parts.Take(isDark ? 2 : 1).SelectMany(part => Property().Matches(part)))
        {
            properties[match.Groups["name"].Value] = match.Groups["value"].Value;
        }

        return properties;
    }
}
