namespace FastElman.Benchmarks.Peers.Cpp;

/// <summary>Sentences in lockstep.</summary>
internal sealed unsafe class CppBatchWork(ElmanParameters parameters, int[][] sentences) : Work
{
    private readonly CppNetwork _network = new(parameters, sentences.Sum(words => words.Length));
    private readonly int[] _words = new int[sentences.Sum(words => words.Length)];
    private readonly int[] _lengths = [.. sentences.Select(words => words.Length)];
    private readonly int[] _labels = new int[sentences.Sum(words => words.Length)];

    public override ReadOnlySpan<int> Labels => _labels;

    public override void Run()
    {
        var next = _words.AsSpan();
        foreach (var sentence in sentences)
        {
            sentence.CopyTo(next);
            next = next[sentence.Length..];
        }

        fixed (int* words = _words, lengths = _lengths, labels = _labels)
        {
            CppNetwork.Batch(_network.Handle, words, lengths, _lengths.Length, _network.Probabilities, labels);
        }
    }

    public override void Dispose() => _network.Dispose();
}
