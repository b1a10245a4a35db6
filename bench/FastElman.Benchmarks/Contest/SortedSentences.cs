namespace FastElman.Benchmarks.Contest;

/// <summary>
/// A corpus in order of length, cut into groups that each have a work of their own; the labels come in the corpus's
/// order.
/// </summary>
internal sealed class SortedSentences : Work
{
    private readonly List<(Work Work, int[][] Sentences, int[] Starts)> _groups;
    private readonly int[] _labels;
    private bool _hasLabels;

    /// <param name="sentences">The corpus.</param>
    /// <param name="groupOf">The group of a sentence at a place in the order of length.</param>
    /// <param name="start">Makes a group's work, whose labels follow each other without gaps.</param>
    public SortedSentences(int[][] sentences, Func<int[], int, int> groupOf, Func<int[][], Work> start)
    {
        var starts = new int[sentences.Length];
        for (var i = 1; i < sentences.Length; i++)
        {
            starts[i] = starts[i - 1] + sentences[i - 1].Length;
        }

        _labels = new int[sentences.Sum(words => words.Length)];
        _groups =
        [
            .. sentences.Zip(starts, (words, first) => (Words: words, First: first))
                .OrderBy(each => each.Words.Length)
                .Select((each, place) => (each.Words, each.First, Group: groupOf(each.Words, place)))
                .GroupBy(each => each.Group)
                .Select(
                    group => (group.Select(each => each.Words).ToArray(), group.Select(each => each.First).ToArray()))
                .Select(group => (start(group.Item1), group.Item1, group.Item2)),
        ];
    }

    public override ReadOnlySpan<int> Labels => _hasLabels ? _labels : [];

    public override void Run()
    {
        foreach (var (work, sentences, starts) in _groups)
        {
            work.Run();
            var labels = work.Labels;
            _hasLabels = !labels.IsEmpty;
            for (var i = 0; i < starts.Length && !labels.IsEmpty; i++)
            {
                labels[..sentences[i].Length].CopyTo(_labels.AsSpan(starts[i]));
                labels = labels[sentences[i].Length..];
            }
        }
    }

    public override void Dispose() => _groups.ForEach(group => group.Work.Dispose());
}
