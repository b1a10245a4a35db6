using FastElman.Extensions.Hosting;

namespace FastElman.Soak.Calls;

/// <summary>
/// A service whose model file is replaced again and again. An answer is wholly of one of the models, and where the
/// caller is told of which one, of that.
/// </summary>
internal sealed class ServiceCalls
{
    private const int LargestBatch = 8;

    private readonly KnownModel[] _models;
    private readonly ReloadedService _service;
    private readonly Dictionary<string, KnownModel> _byFingerprint;

    public ServiceCalls(KnownModel[] models, ReloadedService service)
    {
        // Precision is a setting of the service and not of the file.
        _models = [.. models.Where(model => model.Options.Precision == WeightPrecision.Float32)];
        _service = service;
        _byFingerprint = _models.ToDictionary(model => model.Model.Fingerprint);
    }

    public IEnumerable<Call> All =>
    [
        new("service, slots", 20, Slots),
        new("service, tokens", 20, Tokens),
        new("service, batch of texts", 5, Batch),
        new("service, stream of texts", 5, Stream),
        new("service, its current model", 10, Current),
        new("service, model replaced", 1, Replace),
    ];

    private bool Slots(Random random)
    {
        var i = random.Next(_models[0].Answers.Count);
        var found = _service.Tagger.FindSlots(_models[0].Sentences.Texts[i]);
        return _models.Any(model => model.Answers[i].HasSlots(found));
    }

    private bool Tokens(Random random)
    {
        var i = random.Next(_models[0].Answers.Count);
        var length = _models[0].Sentences.Words[i].Length;
        var (tokens, labels, confidence) = (new Range[length], new int[length], new float[length]);
        var text = _models[0].Sentences.Texts[i];
        return _service.Tagger.TagText(text, tokens, labels, out var used, confidence) == length
            && AnswerOf(used.Model, i) is { } answer
            && answer.HasLabels(labels)
            && answer.HasConfidence(confidence);
    }

    private bool Batch(Random random)
    {
        int[] chosen =
        [
            .. Enumerable.Range(0, 1 + random.Next(LargestBatch)).Select(_ => random.Next(_models[0].Answers.Count)),
        ];
        var found = _service.Tagger.FindSlots([.. chosen.Select(i => _models[0].Sentences.Texts[i])]);
        return _models.Any(
            model => chosen.Select((i, place) => model.Answers[i].HasSlots(found[place])).All(isRight => isRight));
    }

    private bool Stream(Random random)
    {
        var i = random.Next(_models[0].Answers.Count);
        try
        {
            var labels = _service.Tagger.TagAsync(_models[0].Sentences.Texts[i].Split(' ').ToAsyncEnumerable())
                .Select(word => word.Label).ToArrayAsync().AsTask().GetAwaiter().GetResult();
            return _models.Any(
                model => labels.SequenceEqual(model.Answers[i].Labels.Select(label => model.Compiled.Labels![label])));
        }
        catch (NotSupportedException)
        {
            // Some of the models need whole sentences: whichever is the current one answers or refuses.
            return true;
        }
    }

    private bool Current(Random random)
    {
        var i = random.Next(_models[0].Answers.Count);
        var current = _service.Tagger.Current;
        var labels = new int[_models[0].Sentences.Words[i].Length];
        current.Tagger.Tag(_models[0].Sentences.Words[i], labels);
        return AnswerOf(current.Model.Model, i) is { } answer && answer.HasLabels(labels);
    }

    private bool Replace(Random random)
    {
        Draw.Of(random, _models).Model.Save(_service.ModelPath);
        return !Draw.OnceIn(random, 2) || _service.Reload() != ReloadOutcome.Failed;
    }

    private Answer? AnswerOf(ElmanModel model, int sentence) =>
        _byFingerprint.TryGetValue(model.Fingerprint, out var known) ? known.Answers[sentence] : null;
}
