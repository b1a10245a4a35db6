using FastElman.Benchmarks.Contest;

namespace FastElman.Benchmarks.Ours;

/// <summary>The sentences in two parts, each on a thread of its own, by one tagger.</summary>
internal sealed class BatchOnThreadsWork : Work
{
    private readonly BatchTagger _tagger;
    private readonly Part[] _parts;
    private readonly Barrier _barrier = new(2);
    private readonly Thread _second;
    private bool _isOver;

    public BatchOnThreadsWork(ElmanModel model, int[][] sentences)
    {
        _tagger = new BatchTagger(model);
        _parts = [.. Enumerable.Range(0, 2).Select(i => new Part([.. sentences.Where((_, place) => place % 2 == i)]))];
        _second = new Thread(RunSecond) { IsBackground = true };
        _second.Start();
    }

    public override void Run()
    {
        _barrier.SignalAndWait();
        _parts[0].Run(_tagger);
        _barrier.SignalAndWait();
    }

    public override void Dispose()
    {
        _isOver = true;
        _barrier.SignalAndWait();
        _barrier.SignalAndWait();
        _second.Join();
        _barrier.Dispose();
    }

    private void RunSecond()
    {
        while (!_isOver)
        {
            _barrier.SignalAndWait();
            _parts[1].Run(_tagger);
            _barrier.SignalAndWait();
        }
    }

    private sealed class Part(int[][] sentences)
    {
        private readonly int[] _words = [.. sentences.SelectMany(words => words)];
        private readonly int[] _lengths = [.. sentences.Select(words => words.Length)];
        private readonly int[] _labels = new int[sentences.Sum(words => words.Length)];

        public void Run(BatchTagger tagger) => tagger.Tag(_words, _lengths, _labels);
    }
}
