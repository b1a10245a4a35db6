namespace FastElman.Soak.Calls;

/// <summary>Sentences and batches of word indices, with taggers that all threads share.</summary>
internal sealed class SentenceCalls(KnownModel[] models)
{
    private const int LargestBatch = 20;

    public IEnumerable<Call> All =>
    [
        new("sentence", 20, Labels),
        new("sentence, probabilities", 20, Probabilities),
        new("sentence, confidence", 20, Confidence),
        new("batch", 5, random => Batch(random, Asked.Labels)),
        new("batch, probabilities", 5, random => Batch(random, Asked.Probabilities)),
        new("batch, confidence", 5, random => Batch(random, Asked.Confidence)),
    ];

    private bool Labels(Random random)
    {
        var (model, i) = Draw.Sentence(random, models);
        var labels = new int[model.Sentences.Words[i].Length];
        model.Tagger.Tag(model.Sentences.Words[i], labels);
        return model.Answers[i].HasLabels(labels);
    }

    private bool Probabilities(Random random)
    {
        var (model, i) = Draw.Sentence(random, models);
        var answer = model.Answers[i];
        var (labels, probabilities) = (new int[answer.Labels.Length], new float[answer.Probabilities.Length]);
        model.Tagger.Tag(model.Sentences.Words[i], labels, probabilities);
        return answer.HasLabels(labels) && answer.HasProbabilities(probabilities);
    }

    private bool Confidence(Random random)
    {
        var (model, i) = Draw.Sentence(random, models);
        var answer = model.Answers[i];
        var (labels, confidence) = (new int[answer.Labels.Length], new float[answer.Labels.Length]);
        model.Tagger.TagWithConfidence(model.Sentences.Words[i], labels, confidence);
        return answer.HasLabels(labels) && answer.HasConfidence(confidence);
    }

    private bool Batch(Random random, Asked asked)
    {
        var model = Draw.Of(random, models);
        int[] chosen =
        [
            .. Enumerable.Range(0, 1 + random.Next(LargestBatch)).Select(_ => random.Next(model.Answers.Count)),
        ];
        int[] words = [.. chosen.SelectMany(i => model.Sentences.Words[i])];
        int[] lengths = [.. chosen.Select(i => model.Sentences.Words[i].Length)];
        var labels = new int[words.Length];
        var rowLength = asked switch
        {
            Asked.Probabilities => model.Compiled.Shape.LabelCount,
            Asked.Confidence => 1,
            _ => 0,
        };
        var rows = new float[words.Length * rowLength];
        switch (asked)
        {
            case Asked.Labels:
                model.Batch.Tag(words, lengths, labels);
                break;
            case Asked.Probabilities:
                model.Batch.Tag(words, lengths, labels, rows);
                break;
            default:
                model.Batch.TagWithConfidence(words, lengths, labels, rows);
                break;
        }

        var (isRight, place) = (true, 0);
        foreach (var i in chosen)
        {
            var (answer, length) = (model.Answers[i], model.Sentences.Words[i].Length);
            var row = rows.AsSpan(place * rowLength, length * rowLength);
            isRight &= answer.HasLabels(labels.AsSpan(place, length))
                && (asked != Asked.Probabilities || answer.HasProbabilities(row))
                && (asked != Asked.Confidence || answer.HasConfidence(row));
            place += length;
        }

        return isRight;
    }

    private enum Asked
    {
        Labels,
        Probabilities,
        Confidence,
    }
}
