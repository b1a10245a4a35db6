namespace FastElman.Benchmarks.Peers.Cpp;

/// <summary>Sentence after sentence.</summary>
internal sealed unsafe class CppSentencesWork(ElmanParameters parameters, int[][] sentences) : Work
{
    private readonly CppNetwork _network = new(parameters, sentences.Sum(words => words.Length));
    private readonly int[] _labels = new int[sentences.Sum(words => words.Length)];

    public override ReadOnlySpan<int> Labels => _labels;

    public override void Run()
    {
        fixed (int* labels = _labels)
        {
            var start = 0;
            foreach (var sentence in sentences)
            {
                fixed (int* words = sentence)
                {
                    CppNetwork.Sentence(
                        _network.Handle,
                        words,
                        sentence.Length,
                        _network.Probabilities + ((long)start * _network.Stride),
                        labels + start);
                }

                start += sentence.Length;
            }
        }
    }

    public override void Dispose() => _network.Dispose();
}
