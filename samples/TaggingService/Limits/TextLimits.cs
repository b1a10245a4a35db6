using System.Buffers;
using FastElman.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FastElman.Samples.TaggingService.Limits;

/// <summary>Tells what is wrong with a text that was asked for.</summary>
internal sealed class TextLimits(IOptions<LimitSettings> settings, ServiceTagger tagger)
{
    private readonly int _maximumTexts = settings.Value.MaximumTexts;

    public int MaximumWords { get; } = settings.Value.MaximumWords;

    /// <returns>The problem, or null where the text can be tagged.</returns>
    public string? ProblemOf(string? text)
    {
        if (text is null)
        {
            return "The text is missing.";
        }

        // A token has at least one character, so only long texts need counting.
        return text.Length > MaximumWords && CountWords(text) is var words && words > MaximumWords
            ? $"The text has {words} words; at most {MaximumWords} are allowed."
            : null;
    }

    /// <returns>The problem, or null where all texts can be tagged.</returns>
    public string? ProblemOf(IReadOnlyList<string?>? texts)
    {
        if (texts is null)
        {
            return "The texts are missing.";
        }

        if (texts.Count > _maximumTexts)
        {
            return $"There are {texts.Count} texts; at most {_maximumTexts} are allowed.";
        }

        for (var i = 0; i < texts.Count; i++)
        {
            if (ProblemOf(texts[i]) is { } problem)
            {
                return $"Text {i}: {problem}";
            }
        }

        return null;
    }

    private int CountWords(string text)
    {
        var tokens = ArrayPool<Range>.Shared.Rent(text.Length);
        try
        {
            return tagger.Current.Model.Tokenizer!.Tokenize(text, tokens);
        }
        finally
        {
            ArrayPool<Range>.Shared.Return(tokens);
        }
    }
}
