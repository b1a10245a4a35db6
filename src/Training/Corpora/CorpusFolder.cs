namespace FastElman.Training.Corpora;

/// <summary>
/// A folder with a file in columns for each set, or a folder of <c>seq.in</c> and <c>seq.out</c> for each set.
/// </summary>
internal static class CorpusFolder
{
    public static Corpus Read(string folder)
    {
        var sets = new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>();
        foreach (var set in Enum.GetValues<CorpusSet>())
        {
            if (Find(folder, set) is { } found)
            {
                sets[set] = Directory.Exists(found) ? SequencePairs.ReadFolder(found) : ConllColumns.ReadFile(found);
            }
        }

        return sets.Count > 0
            ? new Corpus(folder, sets)
            : throw new CorpusFormatException(
                "the folder holds no corpus",
                folder,
                expected: "train.txt, valid.txt, test.txt, or folders train, valid, test with seq.in and seq.out");
    }

    /// <summary>The file or folder of a set, or null; two are refused as ambiguous.</summary>
    private static string? Find(string folder, CorpusSet set)
    {
        string[] found =
        [
            .. NamesOf(set).Select(name => Path.Combine(folder, name + ".txt")).Where(File.Exists),
            .. NamesOf(set).Select(name => Path.Combine(folder, name)).Where(Directory.Exists),
        ];
        return found.Length <= 1
            ? found.SingleOrDefault()
            : throw new CorpusFormatException(
                $"the folder has more than one {Corpus.NameOf(set)} set",
                folder,
                expected: "one",
                found: string.Join(", ", found.Select(Path.GetFileName)));
    }

    private static string[] NamesOf(CorpusSet set) =>
        set == CorpusSet.Validation ? ["valid", "validation", "dev"] : [Corpus.NameOf(set)];
}
