using FastElman.Validation;

namespace FastElman.Extensions.Hosting.Models;

/// <summary>Shows whether a model can tag, and finds what it has to.</summary>
internal static class SelfTest
{
    /// <summary>Runs the test.</summary>
    /// <exception cref="InvalidOperationException">The model cannot tag, or does not find what it has to.</exception>
    public static void Run(Tagger tagger, SelfTestSettings settings)
    {
        if (string.IsNullOrEmpty(settings.Sentence))
        {
            // Every vocabulary has the padding word.
            Span<int> label = [0];
            tagger.Tag([-1], label);
            return;
        }

        var slots = FindSlots(tagger, settings.Sentence);
        var missing = settings.ExpectedSlots.Where(name => !slots.Any(slot => slot.Name == name)).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidOperationException(
                $"The self-test failed: expected the slots {List(missing)}, "
                + $"found {List(slots.Select(slot => slot.Name))}.");
        }
    }

    /// <summary>Names an unknown word: the sentence is that of the settings, not of a user.</summary>
    private static IReadOnlyList<Slot> FindSlots(Tagger tagger, string sentence)
    {
        try
        {
            return tagger.FindSlots(sentence);
        }
        catch (UnknownWordException e)
        {
            throw new InvalidOperationException(
                $"The self-test failed: the model has neither the word \"{MessageText.Sanitize(e.Word)}\" of its "
                + $"sentence nor {Vocabulary.UnknownWord}.",
                e);
        }
    }

    private static string List(IEnumerable<string> names) =>
        string.Join(", ", names) is { Length: > 0 } list ? MessageText.Sanitize(list) : "none";
}
