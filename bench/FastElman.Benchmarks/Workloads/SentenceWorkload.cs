using FastElman.Benchmarks.Contest;

namespace FastElman.Benchmarks.Workloads;

/// <summary>One sentence at a time, all of it known; another one in every run, so that no words' rows stay in a cache that would not otherwise.</summary>
public sealed class SentenceWorkload(Section section, string name, ElmanShape shape, int length) : Workload(section, name, shape)
{
    private const int TextLength = 1 << 16;

    private readonly int[] _text = Text(shape, TextLength, seed: length);

    public override int Words => length;

    public override Work Start(Contestant contestant)
    {
        var words = _text[..length];
        return new NextSentence(contestant.Sentence(Parameters, words), words, _text);
    }

    public override void Check(Contestant contestant, Work work)
    {
        var words = _text[..length];
        Agreement.RequireProbabilities(contestant, Parameters, words);
        work.Run();
        Agreement.RequireLabels(contestant, Parameters, words, work.Labels);
    }

    /// <summary>Puts the next words of the text into the array that the work reads.</summary>
    private sealed class NextSentence(Work work, int[] words, int[] text) : Work
    {
        private int _next;

        public override ReadOnlySpan<int> Labels => work.Labels;

        public override void Run()
        {
            text.AsSpan(_next, words.Length).CopyTo(words);
            _next += words.Length;
            if (_next > text.Length - words.Length)
            {
                _next = 0;
            }

            work.Run();
        }

        public override void Dispose() => work.Dispose();
    }
}
