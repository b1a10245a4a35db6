namespace FastElman.Soak.Calls;

/// <summary>Texts, with taggers that all threads share.</summary>
internal sealed class TextCalls(KnownModel[] models)
{
    private const int LargestBatch = 12;

    public IEnumerable<Call> All =>
    [
        new("text, slots", 10, Slots),
        new("UTF-8 text, slots", 10, Utf8Slots),
        new("text, tokens", 10, Tokens),
        new("text, words", 5, Words),
        new("batch of texts", 5, Batch),
    ];

    private bool Slots(Random random)
    {
        var (model, i) = Draw.Sentence(random, models);
        return model.Answers[i].HasSlots(model.Tagger.FindSlots(model.Sentences.Texts[i]));
    }

    private bool Utf8Slots(Random random)
    {
        var (model, i) = Draw.Sentence(random, models);
        return model.Answers[i].HasSlots(model.Tagger.FindSlots(model.Sentences.Utf8Texts[i]));
    }

    private bool Tokens(Random random)
    {
        var (model, i) = Draw.Sentence(random, models);
        var length = model.Sentences.Words[i].Length;
        var (tokens, labels, confidence) = (new Range[length], new int[length], new float[length]);
        return model.Tagger.TagText(model.Sentences.Utf8Texts[i], tokens, labels, confidence) == length
            && model.Answers[i].HasLabels(labels)
            && model.Answers[i].HasConfidence(confidence);
    }

    private bool Words(Random random)
    {
        var (model, i) = Draw.Sentence(random, models);
        var names = model.Compiled.Labels!;
        return model.Tagger.TagSentence(model.Sentences.Texts[i]).Select(word => word.Label)
            .SequenceEqual(model.Answers[i].Labels.Select(label => names[label]));
    }

    private bool Batch(Random random)
    {
        var model = Draw.Of(random, models);
        int[] chosen =
        [
            .. Enumerable.Range(0, 1 + random.Next(LargestBatch)).Select(_ => random.Next(model.Answers.Count)),
        ];
        var found = model.Batch.FindSlots([.. chosen.Select(i => model.Sentences.Texts[i])]);
        return chosen.Select((i, place) => model.Answers[i].HasSlots(found[place])).All(isRight => isRight);
    }
}
