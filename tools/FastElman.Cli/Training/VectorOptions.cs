using System.CommandLine;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;
using FastElman.Training;
using FastElman.Training.Runs;

namespace FastElman.Cli.Training;

/// <summary>The options of <c>train</c> about pretrained word vectors.</summary>
internal sealed class VectorOptions
{
    private readonly Option<string?> _vectors = new("--vectors")
    {
        HelpName = "FILE",
        Description =
            "Starts from pretrained word vectors in place of random embeddings: word2vec (text or binary), GloVe or "
                + "fastText (.vec), .gz or not. Their size is that of the embeddings.",
    };

    private readonly Option<bool> _freeze = new("--freeze")
    {
        Description = "Leaves the embeddings as they are: not updated, and not divided by their norm.",
    };

    public void AddTo(Command command)
    {
        command.Add(_vectors);
        command.Add(_freeze);
    }

    /// <summary>Names the vectors as what a command reads.</summary>
    public CommandFiles AddTo(CommandFiles files, ParseResult parsed) =>
        files.Reads(_vectors.Name, parsed.GetValue(_vectors));

    /// <summary>Refuses options that contradict each other, before anything is read.</summary>
    public void Require(ParseResult parsed, TrainingOptions options)
    {
        if (parsed.GetValue(_vectors) is not null && options.InitialParameters is not null)
        {
            throw new UsageException("--vectors and --init both bring embeddings: give one");
        }

        if (options.Regularization.Subwords > 0 && options.InitialParameters is { Shape.SubwordCount: > 0 })
        {
            throw new UsageException("--subwords gives a model subwords, and that of --init has some: leave one out");
        }

        options.FreezeEmbeddings = parsed.GetValue(_freeze);
        if (options.FreezeEmbeddings && parsed.GetValue(_vectors) is null && options.InitialParameters is null)
        {
            throw new UsageException("--freeze keeps the embeddings of --vectors or --init: give one of them");
        }
    }

    /// <summary>Makes the initial parameters of the vectors, where there are any.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="options">Receives the embedding size and the parameters.</param>
    /// <param name="corpus">Its words are looked up.</param>
    /// <param name="givenSize">The embedding size that was asked for, or null.</param>
    /// <param name="streams">Receives how many words have a vector.</param>
    public void Apply(
        ParseResult parsed, TrainingOptions options, Corpus corpus, int? givenSize, StandardStreams streams)
    {
        if (parsed.GetValue(_vectors) is not { } path)
        {
            return;
        }

        var vocabulary = TrainingData.WordsOf(corpus);
        var vectors = Progress.Run(streams, "Reading vectors", 1, _ => WordVectors.Load(path, vocabulary));
        if (givenSize is { } size && size != vectors.Size)
        {
            throw new UsageException($"--embedding {size}: the vectors of {path} have {vectors.Size} values");
        }

        options.EmbeddingSize = vectors.Size;
        var ofWords = options.Clone();
        ofWords.Regularization.Subwords = 0;
        var shape = TrainingData.Of(corpus, ofWords).Shape;
        var parameters = InitialParameters.Create(options, shape);
        var found = vectors.CopyTo(parameters, vocabulary);
        options.InitialParameters = parameters;
        streams.Error.WriteLine(
            $"{found} of {vocabulary.Count} words have a vector of {vectors.Size} values in {ShownText.Escape(path)}");
        WriteNote(streams, vectors.DuplicateCount, "words stand there again: the first vector of each counts");
        WriteNote(streams, vectors.BlankCount, "lines without a word are skipped");
    }

    private static void WriteNote(StandardStreams streams, long count, string what)
    {
        if (count > 0)
        {
            streams.Error.WriteLine($"note: {count} {what}");
        }
    }
}
