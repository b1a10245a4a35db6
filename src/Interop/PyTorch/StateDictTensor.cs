using System.Globalization;
using FastElman.Files;

namespace FastElman.Interop.PyTorch;

/// <summary>
/// A tensor of a state dict: its name, element type and shape. Its values are read when they are asked for.
/// </summary>
/// <param name="name">Such as <c>encoder.rnn.weight_ih_l0</c>.</param>
/// <param name="elementType">As safetensors calls it; one that is not read may have any other name.</param>
/// <param name="shape">The dimensions.</param>
/// <param name="file">The file, for messages.</param>
internal abstract class StateDictTensor(string name, string elementType, long[] shape, string? file)
{
    public string Name { get; } = name;

    public string ElementType { get; } = elementType;

    public long[] Shape { get; } = shape;

    /// <summary>The shape as PyTorch prints it, such as [100, 572].</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>The name up to and with its last point, such as <c>encoder.rnn.</c>; empty where it has none.</summary>
    public string Prefix => Name[..^Leaf.Length];

    /// <summary>The name after its last point, such as <c>weight_ih_l0</c>.</summary>
    public string Leaf => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>Whether it is a tensor of a module, or the tensor itself that is named.</summary>
    public bool IsOf(string module) => Name == module || Prefix == $"{module.TrimEnd('.')}.";

    /// <summary>Refuses a type that is no float, and data that do not fit the shape, before anything is read.</summary>
    /// <exception cref="ModelFormatException">The tensor cannot be read.</exception>
    public void RequireReadable()
    {
        if (TensorValues.SizeOf(ElementType) == 0)
        {
            throw Error("it has another element type", TensorValues.All, ElementType);
        }

        RequireData();
    }

    /// <summary>Rows and columns of a matrix of which there is at least one value.</summary>
    /// <param name="expected">The dimensions, for messages.</param>
    /// <exception cref="ModelFormatException">It is no such matrix.</exception>
    public (int Rows, int Columns) RequireMatrix(string expected) =>
        Shape.Length == 2 && Shape[0] is >= 1 and < int.MaxValue && Shape[1] is >= 1 and < int.MaxValue
            ? ((int)Shape[0], (int)Shape[1])
            : throw Error("it is not a matrix of possible size", expected, ShapeText);

    /// <summary>Reads the values row by row, rounded to the nearest float32.</summary>
    /// <param name="values">[product of <see cref="Shape"/>].</param>
    public abstract void Read(Span<float> values);

    /// <summary>As <see cref="Read"/>, and refuses a value that is not finite by its place in this tensor.</summary>
    public void ReadFinite(Span<float> values)
    {
        Read(values);
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw Error(
                    $"the value at index {i} is not finite",
                    "finite values",
                    values[i].ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Whether a value of this tensor may also be one of another of the same state dict.</summary>
    public virtual bool SharesDataWith(StateDictTensor other) => false;

    public ModelFormatException Error(string problem, string? expected = null, string? found = null) =>
        new(problem, file, Name, expected, found);

    /// <summary>Refuses data that do not fit the shape.</summary>
    protected abstract void RequireData();
}
