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

        // A token has at least one character, so only long texts need counting; and most models take any word.
        var model = tagger.Current.Model;
        return text.Length > MaximumWords || model.Vocabulary!.UnknownIndex is null
            ? ProblemOfWords(text, model)
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

    private string? ProblemOfWords(string text, CompiledModel model)
    {
        var room = ArrayPool<Range>.Shared.Rent(text.Length);
        try
        {
            var tokens = room.AsSpan(0, model.Tokenizer!.Tokenize(text, room));
            if (tokens.Length > MaximumWords)
            {
                return $"The text has {tokens.Length} words; at most {MaximumWords} are allowed.";
            }

            foreach (var token in tokens)
            {
                if (model.Vocabulary!.Refuses(text.AsSpan(token)))
                {
                    return UnknownWords.Problem($"from {token.Start} to {token.End}");
                }
            }

            return null;
        }
        finally
        {
            ArrayPool<Range>.Shared.Return(room);
        }
    }
}
