using System.Text;

namespace FastElman.Native.Tests;

/// <summary>What programs/labels.c prints, from the same calls in C#.</summary>
internal static class ExpectedLines
{
    public static string OfSentences(CompiledModel model, int[][] sentences)
    {
        var lines = new StringBuilder();
        var tagger = new Tagger(model);
        var labelCount = model.Shape.LabelCount;
        foreach (var sentence in sentences)
        {
            var labels = new int[sentence.Length];
            var confidence = new float[sentence.Length];
            var probabilities = new float[sentence.Length * labelCount];
            tagger.Tag(sentence, labels);
            Append(lines, "tag", labels, []);
            tagger.TagWithConfidence(sentence, labels, confidence);
            Append(lines, "confidence", labels, confidence);
            tagger.Tag(sentence, labels, probabilities);
            Append(lines, "probabilities", labels, probabilities);
        }

        int[] words = [.. sentences.SelectMany(sentence => sentence)];
        int[] lengths = [.. sentences.Select(sentence => sentence.Length)];
        var all = new int[words.Length];
        var allConfidence = new float[words.Length];
        var allProbabilities = new float[words.Length * labelCount];
        var batch = new BatchTagger(model);
        batch.Tag(words, lengths, all);
        Append(lines, "batch", all, []);
        batch.TagWithConfidence(words, lengths, all, allConfidence);
        Append(lines, "batch", all, allConfidence);
        batch.Tag(words, lengths, all, allProbabilities);
        Append(lines, "batch", all, allProbabilities);
        return lines.ToString();
    }

    public static string OfStreams(CompiledModel model, int[][] sentences)
    {
        var lines = new StringBuilder();
        foreach (var sentence in sentences)
        {
            var labels = new int[sentence.Length];
            var confidence = new float[sentence.Length];
            new Tagger(model).TagWithConfidence(sentence, labels, confidence);
            Append(lines, "stream", labels, confidence);
        }

        return lines.ToString();
    }

    public static string OfTexts(CompiledModel model, string[] texts)
    {
        var lines = new StringBuilder();
        var tagger = new Tagger(model);
        foreach (var text in texts)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            var tokens = new Range[utf8.Length];
            var labels = new int[utf8.Length];
            var confidence = new float[utf8.Length];
            var count = tagger.TagText(utf8, tokens, labels, confidence, out var statistics);
            lines.Append("tokens ").Append(statistics.TokenCount).Append(' ').Append(statistics.UnknownTokenCount);
            foreach (var token in tokens[..count])
            {
                lines.Append(' ').Append(token.Start.Value).Append('-').Append(token.End.Value);
            }

            lines.Append('\n');
            Append(lines, "text", labels.AsSpan(0, count), confidence.AsSpan(0, count));
            foreach (var slot in tagger.FindSlots(utf8))
            {
                lines.Append("slot ").Append(slot.Name).Append(' ').Append(slot.Start).Append('-').Append(slot.End)
                    .Append(' ').Append(Hexadecimal(slot.Confidence)).Append('\n');
            }
        }

        return lines.ToString();
    }

    private static void Append(StringBuilder lines, string form, ReadOnlySpan<int> labels, ReadOnlySpan<float> values)
    {
        lines.Append(form);
        foreach (var label in labels)
        {
            lines.Append(' ').Append(label);
        }

        foreach (var value in values)
        {
            lines.Append(' ').Append(Hexadecimal(value));
        }

        lines.Append('\n');
    }

    private static string Hexadecimal(float value) => $"{BitConverter.SingleToUInt32Bits(value):x8}";
}
