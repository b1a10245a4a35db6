using FastElman.Interop.Numpy;

namespace FastElman.Interop.Theano;

/// <summary>A file of a dump taken as one of the seven, with its header.</summary>
internal sealed record DumpTensor(ElmanTensor Tensor, DumpFile File, NpyHeader Header)
{
    public int[] Shape => Header.Shape;

    public float[] ReadValues()
    {
        var array = File.Read(Tensor);
        return array.Shape.AsSpan().SequenceEqual(Shape)
            ? array.Values
            : throw Error("changed while it was read", NpyHeader.ShapeText(Shape), NpyHeader.ShapeText(array.Shape));
    }

    public ModelFormatException Error(string problem, string expected, string found) =>
        new TensorLocation(File.Location, Tensor.FileName()).Error(problem, expected, found);
}
