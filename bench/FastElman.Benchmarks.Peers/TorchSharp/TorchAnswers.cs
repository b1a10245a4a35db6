using static TorchSharp.torch;

namespace FastElman.Benchmarks.Peers.TorchSharp;

/// <summary>The end of a work: of logits [rows, labels] the best labels, or else all probabilities.</summary>
internal sealed class TorchAnswers(Answer answer, int rows, int labels)
{
    private readonly float[] _probabilities = new float[answer == Answer.Probabilities ? rows * labels : 0];

    /// <summary>Whether there are labels at all.</summary>
    public bool AreLabels => answer != Answer.Probabilities;

    public void Take(Tensor logits, long[] bestLabels)
    {
        if (AreLabels)
        {
            logits.argmax(-1).data<long>().CopyTo(bestLabels);
        }
        else
        {
            logits.softmax(-1).data<float>().CopyTo(_probabilities);
        }
    }
}
