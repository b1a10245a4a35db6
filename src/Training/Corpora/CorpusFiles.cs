namespace FastElman.Training.Corpora;

/// <summary>The files that a corpus is read from.</summary>
internal static class CorpusFiles
{
    /// <summary>
    /// The file itself, with its other half where it has one, or the files of a folder; none is opened.
    /// </summary>
    /// <param name="path">A path as for <see cref="Corpus.Load(string, CorpusLoadOptions?)"/>.</param>
    public static IEnumerable<string> Of(string path)
    {
        if (Directory.Exists(path))
        {
            return CorpusFolder.Files(path);
        }

        return SequencePairs.IsFile(path)
            ? SequencePairs.Files(Path.GetDirectoryName(Path.GetFullPath(path))!)
            : [path];
    }
}
