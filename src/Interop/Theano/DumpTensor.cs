using FastElman.Interop.Numpy;
using FastElman.Model;

namespace FastElman.Interop.Theano;

/// <summary>A file of a dump taken as one of the seven tensors, with its header.</summary>
internal sealed record DumpTensor(ElmanTensor Tensor, DumpFile File, NpyHeader Header)
{
    public int[] Shape => Header.Shape;

    /// <summary>Reads the values, row by row, into [product of <see cref="Shape"/>].</summary>
    public void ReadValues(Span<float> values) => File.ReadValues(Tensor, Shape, values);

    public ModelFormatException Error(string problem, string expected, string found) =>
        new TensorLocation(File.Location, Tensor.FileName()).Error(problem, expected, found);
}
