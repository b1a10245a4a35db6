namespace FastElman.Training.Backpropagation;

/// <summary>What a step writes besides parameters where the labels' scores behind each other are learned.</summary>
internal sealed class ChainScratch(TrainingParameters parameters, int capacity)
{
    public int Size { get; } = parameters.LabelStride * capacity;
}
