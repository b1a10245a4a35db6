using FastElman.Benchmarks.Contest;

namespace FastElman.Benchmarks.Ours;

/// <summary>This library, through its public face.</summary>
internal sealed class FastElmanContestant : Contestant
{
    public override string Name => "FastElman";

    public override Work Sentence(ElmanParameters parameters, int[] words) => new SentenceWork(ElmanModel.Create(parameters), words);

    public override Work Batch(ElmanParameters parameters, int[][] sentences) => new BatchWork(ElmanModel.Create(parameters), sentences);

    public override Work Stream(ElmanParameters parameters, int[] text) => new StreamWork(ElmanModel.Create(parameters), text);

    public override Work Streams(ElmanParameters parameters, int[][] texts) => new StreamsWork(ElmanModel.Create(parameters), texts);

    public override Work Load(string path) => new LoadWork(path);

    public override float[] Probabilities(ElmanParameters parameters, int[] words)
    {
        var probabilities = new float[words.Length * parameters.Shape.LabelCount];
        new Tagger(ElmanModel.Create(parameters)).Tag(words, new int[words.Length], probabilities);
        return probabilities;
    }

    public override float[] StreamProbabilities(ElmanParameters parameters, int[] words)
    {
        var stream = new TaggingStream(ElmanModel.Create(parameters));
        var labels = parameters.Shape.LabelCount;
        var probabilities = new float[(words.Length - stream.Delay) * labels];
        for (var t = 0; t < words.Length; t++)
        {
            stream.Push(words[t], out _, t < stream.Delay ? default : probabilities.AsSpan((t - stream.Delay) * labels, labels));
        }

        return probabilities;
    }
}
