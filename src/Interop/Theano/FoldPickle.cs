using System.Text;
using FastElman.Interop.Pickle;
using FastElman.Interop.Theano;
using FastElman.Validation;

namespace FastElman.Interop;

/// <summary>
/// A fold of the tutorial's ATIS data as <c>atis.fold0.pkl.gz</c> to <c>atis.fold4.pkl.gz</c> hold it: the words, the
/// labels and the sets of labelled sentences. The words and labels are those that a dump of the tutorial's program
/// lacks. The pickles of the public notebooks about ATIS, (dataset, dictionaries), are read too: such a file is one
/// set, which is <see cref="Train"/> and <see cref="Test"/> both, without the words BOS and EOS around each sentence.
/// </summary>
/// <remarks>
/// Immutable and thread-safe; the whole fold is in memory. Reading a pickle runs no code of it: the reader knows lists,
/// tuples, dictionaries, text, numbers and NumPy arrays of integers or of these, and refuses everything else. The
/// memory that it takes is bounded by the length of the file.
/// </remarks>
/// <example>
/// <code>
/// FoldPickle fold = FoldPickle.Load("atis.fold1.pkl.gz");
/// ElmanModel model = TheanoDump.Load("params", fold.Vocabulary, fold.Labels);
/// </code>
/// </example>
public sealed class FoldPickle
{
    internal FoldPickle(
        Vocabulary vocabulary,
        LabelSet labels,
        IReadOnlyList<FoldSentence> train,
        IReadOnlyList<FoldSentence>? validation,
        IReadOnlyList<FoldSentence> test)
    {
        Vocabulary = vocabulary;
        Labels = labels;
        Train = train;
        Validation = validation;
        Test = test;
    }

    /// <summary>The words (<c>words2idx</c>), in the order of their indices.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The labels (<c>labels2idx</c>), in the order of their indices.</summary>
    public LabelSet Labels { get; }

    /// <summary>
    /// The training set, in the order of the file. Empty sentences are left out, here and in the other sets.
    /// </summary>
    public IReadOnlyList<FoldSentence> Train { get; }

    /// <summary>The validation set; null where the fold has three parts and not four.</summary>
    public IReadOnlyList<FoldSentence>? Validation { get; }

    /// <summary>The test set.</summary>
    public IReadOnlyList<FoldSentence> Test { get; }

    /// <summary>Reads a fold from a file.</summary>
    /// <param name="path">
    /// A pickle of protocol 0 to 5, compressed with gzip or not; the content tells which, not the name.
    /// </param>
    /// <returns>The fold.</returns>
    /// <exception cref="FoldFormatException">
    /// The file is not a pickle, is damaged, does not hold a fold, or is a folder.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static FoldPickle Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new FoldFormatException("the path is a folder", path, "a pickle", "a folder");
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Load(stream, path, encoding: null);
    }

    /// <summary>Reads a fold from a stream, which is read to its end and left open.</summary>
    /// <param name="stream">
    /// The bytes of a pickle, compressed with gzip or not, from the current position to the end.
    /// </param>
    /// <returns>The fold.</returns>
    /// <exception cref="FoldFormatException">
    /// The bytes are not a pickle, are damaged, or do not hold a fold.
    /// </exception>
    /// <exception cref="ArgumentException">The stream is not readable.</exception>
    /// <exception cref="IOException">Reading fails.</exception>
    public static FoldPickle Load(Stream stream)
    {
        Guard.Readable(stream);
        if (stream.CanSeek)
        {
            return Load(stream, file: null, encoding: null);
        }

        using var buffered = new MemoryStream();
        stream.CopyTo(buffered);
        buffered.Position = 0;
        return Load(buffered, file: null, encoding: null);
    }

    /// <summary>The sizes of the fold.</summary>
    /// <returns>The numbers of words, labels and sentences.</returns>
    public override string ToString() =>
        $"{Vocabulary.Count} words, {Labels.Count} labels, {Train.Count} training, "
        + $"{Validation?.Count ?? 0} validation and {Test.Count} test sentences";

    /// <summary>Reads a fold from a stream that can seek.</summary>
    /// <param name="stream">From the current position to the end.</param>
    /// <param name="file">The name for messages, or null.</param>
    /// <param name="encoding">The encoding of byte strings; null for UTF-8, or Latin-1 where they are not.</param>
    internal static FoldPickle Load(Stream stream, string? file, Encoding? encoding)
    {
        var start = stream.Position;
        try
        {
            var (pickle, fileLength) = PickleFile.ReadBytes(stream);
            return FoldReader.Read(pickle, fileLength, encoding);
        }
        catch (PickleException exception)
        {
            stream.Position = start;
            var problem = PickleDiagnosis.Explain(
                stream, failsAtOnce: exception.Message.EndsWith("at byte 0", StringComparison.Ordinal));
            throw problem is null
                ? new FoldFormatException(exception.Message, file, exception.Expected, exception.Found, exception)
                : new FoldFormatException(problem, file, innerException: exception);
        }
    }
}
