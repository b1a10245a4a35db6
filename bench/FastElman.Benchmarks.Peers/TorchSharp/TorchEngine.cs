using static TorchSharp.torch;

namespace FastElman.Benchmarks.Peers.TorchSharp;

/// <summary>LibTorch through TorchSharp, on one thread, with gradients only where it trains.</summary>
internal sealed class TorchEngine(Answer answer = Answer.Label) : Engine
{
    public override string Name => "TorchSharp";

    public static IEnumerable<Engine> All()
    {
        OlderStandardLibrary.Prepare();
        set_num_threads(1);
        Participants.Versions.Add($"TorchSharp {Versions.Of(typeof(Tensor))}");
        return [new TorchEngine()];
    }

    public override bool Takes(Workload workload) =>
        workload is TrainingWorkload || (base.Takes(workload) && workload is not LoadWorkload);

    public override Engine Giving(Answer answer) => new TorchEngine(answer);

    public override Work Sentence(ElmanParameters parameters, int[] words) => Batch(parameters, [words]);

    public override Work Batch(ElmanParameters parameters, int[][] sentences) =>
        new TorchSentencesWork(parameters, sentences, answer);

    public override Work Streams(ElmanParameters parameters, int[][] texts) =>
        new TorchStreamsWork(parameters, texts, answer);

    public override Trainer Training(ElmanParameters parameters, IReadOnlyList<LabelledSentence> sentences) =>
        new TorchTrainer(parameters, sentences);

    public override float[] Probabilities(ElmanParameters parameters, int[] words) =>
        TorchSentencesWork.Probabilities(parameters, words);
}
