using FastElman.Training.Corpora;

namespace FastElman.Training.Embeddings;

/// <summary>
/// Words to add to a vocabulary in a file: each on a line, with its neighbours, if it has any, behind it.
/// </summary>
internal static class AddedWordList
{
    /// <summary>Bytes of the longest line.</summary>
    private const int LongestLine = 1 << 20;

    /// <summary>White space of other kinds may be in a word of a vocabulary.</summary>
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Reads a file.</summary>
    /// <exception cref="CorpusFormatException">It is not such a list.</exception>
    public static IReadOnlyList<AddedWord> Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new CorpusFormatException("the path is a folder", path, expected: "a file of words");
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Read(stream, path);
    }

    /// <summary>Reads a stream, which stays open.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="file">Its name for messages.</param>
    public static IReadOnlyList<AddedWord> Read(Stream stream, string file)
    {
        var words = new List<AddedWord>();
        var number = 0L;
        foreach (var line in TextLines.Read(stream, file, longest: LongestLine))
        {
            number++;
            switch (line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
            {
                case []:
                    break;
                case [var word, .. var neighbours]:
                    words.Add(new AddedWord(word, neighbours) { Place = new AddedWord.WordPlace(file, number) });
                    break;
            }
        }

        return words.Count > 0
            ? words
            : throw new CorpusFormatException("there are no words to add", file, expected: "a line for each word");
    }
}
