namespace FastElman.Training.Corpora;

/// <summary>
/// A folder with a file or a folder for each set, whose names say which: <c>train.txt</c>, <c>eng.testa</c>,
/// <c>atis.train.w-intent.iob</c>, <c>dev/seq.in</c>. A folder of <c>seq.in</c> and <c>seq.out</c> is one set.
/// </summary>
internal static class CorpusFolder
{
    private static readonly char[] NameSeparators = ['.', '-', '_', ' '];

    /// <summary>Endings of files that are no corpus although their names have that of a set.</summary>
    private static readonly string[] OtherEndings =
        [".md", ".py", ".sh", ".log", ".html", ".json", ".yml", ".yaml", ".safetensors", ".npz", ".checkpoint"];

    public static CorpusContent Read(string folder, CorpusLoadOptions options, List<string> remarks)
    {
        if (SequencePairs.IsFolder(folder))
        {
            return ReadSequences(folder, options);
        }

        var sets = new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>();
        CorpusContent? named = null;
        foreach (var set in Enum.GetValues<CorpusSet>())
        {
            if (Find(folder, set) is not { } found)
            {
                continue;
            }

            var content = Directory.Exists(found)
                ? ReadSequences(found, options)
                : CorpusFile.Read(found, options, remarks);
            named ??= content;
            RequireSameNames(named, content, found);
            sets[set] = content.SentencesFor(set);
        }

        return sets.Count > 0
            ? new CorpusContent(sets, named!.Vocabulary, named.Labels)
            : throw new CorpusFormatException(
                "the folder holds no corpus",
                folder,
                expected: "files or folders whose names say train, valid (validation, dev, testa) or test (testb), "
                    + "as train.txt, or folders with seq.in and seq.out");
    }

    /// <summary>The files whose names are those of a set, and those of sets that are folders.</summary>
    public static IEnumerable<string> Files(string folder) => SequencePairs.IsFolder(folder)
        ? SequencePairs.Files(folder)
        : Directory.EnumerateFileSystemEntries(folder)
            .Where(path => Enum.GetValues<CorpusSet>().Any(set => RankOf(path, set) > 0))
            .SelectMany(path => Directory.Exists(path) ? SequencePairs.Files(path) : [path]);

    private static CorpusContent ReadSequences(string folder, CorpusLoadOptions options) =>
        options.Format is CorpusFormat.Automatic or CorpusFormat.Sequences
            ? CorpusContent.OfOneSet(SequencePairs.ReadFolder(folder, options.Encoding))
            : throw new CorpusFormatException(
                "the folder has one set of sequences, seq.in and seq.out, and another format is asked for",
                folder,
                found: $"{options.Format}");

    /// <summary>Indices of two pickles mean the same only where both have the same words and labels.</summary>
    private static void RequireSameNames(CorpusContent first, CorpusContent other, string path)
    {
        if (!Same(first.Vocabulary, other.Vocabulary) || !Same(first.Labels, other.Labels))
        {
            throw new CorpusFormatException("the words or labels are not those of the other sets", path);
        }

        static bool Same(IReadOnlyList<string>? one, IReadOnlyList<string>? two) =>
            ReferenceEquals(one, two) || (one is not null && two is not null && one.SequenceEqual(two));
    }

    /// <summary>
    /// The file or folder of a set, or null. One that is named after the set alone comes before others whose names have
    /// more parts; two of the same rank are refused as ambiguous.
    /// </summary>
    private static string? Find(string folder, CorpusSet set)
    {
        var found = Directory.EnumerateFileSystemEntries(folder)
            .Select(path => (Path: path, Rank: RankOf(path, set)))
            .Where(entry => entry.Rank > 0)
            .OrderByDescending(entry => entry.Rank).ThenBy(entry => PlaceOf(entry.Path, set))
            .ThenBy(entry => entry.Path, StringComparer.Ordinal)
            .ToArray();
        string[] best = [.. found.TakeWhile(entry => entry.Rank == found[0].Rank).Select(entry => entry.Path)];
        return best.Length <= 1
            ? best.SingleOrDefault()
            : throw new CorpusFormatException(
                $"the folder has more than one {Corpus.NameOf(set)} set",
                folder,
                expected: "one",
                found: string.Join(", ", best.Select(Path.GetFileName)));
    }

    /// <summary>
    /// How well a name fits a set: 2 where it is the set's, 1 where a part of it is, 0 where it does not.
    /// </summary>
    private static int RankOf(string path, CorpusSet set)
    {
        var name = Path.GetFileName(path);
        if (Directory.Exists(path))
        {
            return NamesOf(set).Contains(name, StringComparer.OrdinalIgnoreCase) ? 2 : 0;
        }

        if (OtherEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            return 0;
        }

        return IsNamedAlone(name, set) ? 2
            : name.Split(NameSeparators).Intersect(NamesOf(set), StringComparer.OrdinalIgnoreCase).Any() ? 1 : 0;
    }

    private static bool IsNamedAlone(string name, CorpusSet set) =>
        NamesOf(set).Contains(
            name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name,
            StringComparer.OrdinalIgnoreCase);

    private static int PlaceOf(string path, CorpusSet set)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return Array.FindIndex(NamesOf(set), each => each.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static string[] NamesOf(CorpusSet set) => set switch
    {
        CorpusSet.Train => ["train", "training"],
        CorpusSet.Validation => ["valid", "validation", "val", "dev", "devel", "development", "testa"],
        _ => ["test", "testing", "testb"],
    };
}
