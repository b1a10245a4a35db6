using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.TaggingService.Limits;

namespace FastElman.Samples.SessionCluster.Sessions;

/// <summary>Turns pieces of text into words of a model, before anything of them is taken.</summary>
internal static class PieceReader
{
    /// <summary>The words of pieces.</summary>
    /// <param name="model">The model of the session.</param>
    /// <param name="pieces">The pieces.</param>
    /// <param name="wordCount">How many words of the sentence have come before.</param>
    /// <param name="maximumWords">The most words of a sentence.</param>
    /// <param name="problem">Receives what is wrong with them.</param>
    /// <returns>
    /// The words, and <see cref="SessionWord.EndOfSentence"/> where a sentence ends; null where something is wrong.
    /// </returns>
    public static SessionWord[]? Read(
        CompiledModel model, Piece[] pieces, int wordCount, int maximumWords, out string? problem)
    {
        var vocabulary = model.Vocabulary!;
        var words = new List<SessionWord>(pieces.Length);
        var tokens = new Range[16];
        problem = null;
        foreach (var piece in pieces)
        {
            // A text of n characters has at most n words.
            if (tokens.Length < piece.Text.Length)
            {
                tokens = new Range[piece.Text.Length];
            }

            foreach (var token in tokens.AsSpan(0, model.Tokenizer!.Tokenize(piece.Text, tokens)))
            {
                if (wordCount >= maximumWords)
                {
                    problem = $"The sentence has more than {maximumWords} words; no more are allowed.";
                    return null;
                }

                var word = piece.Text.AsSpan(token);
                if (vocabulary.Refuses(word))
                {
                    problem = UnknownWords.Problem($"at place {wordCount} of the sentence");
                    return null;
                }

                var index = vocabulary.GetIndex(word, out var isUnknown);
                words.Add(new SessionWord(
                    index, isUnknown && model.Shape.SubwordCount > 0 ? word.ToString() : null));
                wordCount++;
            }

            if (piece.EndsSentence)
            {
                words.Add(SessionWord.EndOfSentence);
                wordCount = 0;
            }
        }

        return [.. words];
    }
}
