namespace FastElman.Soak;

/// <summary>A model, and what it answers to each sentence, found by one thread before the others begin.</summary>
internal sealed class KnownModel
{
    private readonly Lazy<byte[]> _file;

    public KnownModel(ElmanModel model, CompileOptions options, Sentences sentences)
    {
        (Model, Options, Sentences) = (model, options, sentences);
        Compiled = model.Compile(options);
        Tagger = new Tagger(Compiled);
        Batch = new BatchTagger(Compiled, maxDegreeOfParallelism: 2);
        Answers = [.. sentences.Words.Select((words, i) => Answer.Of(Tagger, words, sentences.Texts[i]))];
        _file = new Lazy<byte[]>(() =>
        {
            using var stream = new MemoryStream();
            model.Save(stream);
            return stream.ToArray();
        });
    }

    public ElmanModel Model { get; }

    public CompileOptions Options { get; }

    public Sentences Sentences { get; }

    public CompiledModel Compiled { get; }

    /// <summary>One for all threads.</summary>
    public Tagger Tagger { get; }

    /// <summary>One for all threads.</summary>
    public BatchTagger Batch { get; }

    public IReadOnlyList<Answer> Answers { get; }

    /// <summary>The model file.</summary>
    public byte[] File => _file.Value;
}
