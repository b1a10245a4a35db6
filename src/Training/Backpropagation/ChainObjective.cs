using FastElman.Simd;

namespace FastElman.Training.Backpropagation;

internal sealed class ChainObjective<TSimd, TVector>(TrainingParameters parameters, float labelSmoothing) : SentenceObjective<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override float Loss(ReadOnlySpan<int> labels, TrainingScratch scratch) => throw new NotImplementedException($"{parameters}{labelSmoothing}");

    public override void Errors(ReadOnlySpan<int> labels, float factor, TrainingParameters target, TrainingScratch scratch) => throw new NotImplementedException();
}
