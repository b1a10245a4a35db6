using FastElman.Interop.Onnx.Format;
using static System.FormattableString;

namespace FastElman.Interop.Onnx.Reading;

/// <summary>What is known of a value of a graph without running it.</summary>
internal abstract record GraphValue
{
    /// <summary>For messages.</summary>
    public abstract string Description { get; }
}

/// <summary>Floats that are known.</summary>
/// <param name="Dimensions">The dimensions.</param>
/// <param name="Values">The values, row by row. Not written to: values share arrays.</param>
internal sealed record ConstantValue(long[] Dimensions, float[] Values) : GraphValue
{
    public override string Description => $"constant floats {OnnxTensor.Text(Dimensions)}";
}

/// <summary>Floats that are repeated over a shape, which may not be known. They are never repeated in memory.</summary>
/// <param name="Source">What is repeated.</param>
/// <param name="Shape">Over what.</param>
internal sealed record RepeatedValue(ConstantValue Source, IntegerValue Shape) : GraphValue
{
    public override string Description => $"{Source.Description} repeated over {Shape.Text}";
}

/// <summary>A few integers, such as dimensions, of which each may be known or not.</summary>
/// <param name="IsScalar">Whether it is a single one without dimensions.</param>
/// <param name="Items">The integers.</param>
internal sealed record IntegerValue(bool IsScalar, Size[] Items) : GraphValue
{
    /// <summary>The most that are looked at: shapes have few dimensions.</summary>
    public const int MostItems = 64;

    public string Text => IsScalar ? $"{Items[0]}" : $"[{string.Join(", ", Items)}]";

    public override string Description => $"integers {Text}";

    public static IntegerValue List(params Size[] items) => new(IsScalar: false, items);
}

/// <summary>An integer: known, or the size of an axis, or neither.</summary>
/// <param name="Known">The integer.</param>
/// <param name="Axis">The axis whose size it is, where that is not known.</param>
internal readonly record struct Size(long? Known, Axis? Axis = null)
{
    public static implicit operator Size(long known) => new(known);

    public override string ToString() => Known is { } known ? Invariant($"{known}") : Axis?.Name ?? "?";
}

/// <summary>An axis of data. Two axes are the same where they are the same object.</summary>
/// <param name="name">What it counts, for messages.</param>
/// <param name="size">Its size; null where each call chooses it.</param>
internal sealed class Axis(string name, long? size)
{
    public string Name => name;

    public long? Length => size;

    public Size Size => Length is { } known ? known : new Size(null, this);
}

/// <summary>How far data have come on their way through the network.</summary>
internal enum DataStage
{
    /// <summary>An input of the graph, of whole numbers: word indices, or lengths of sentences.</summary>
    Input,

    /// <summary>Embeddings of the words.</summary>
    Embedded,

    /// <summary>Hidden states.</summary>
    Hidden,

    /// <summary>Hidden states times the output weights.</summary>
    Products,

    /// <summary>The same with the output bias.</summary>
    Logits,

    /// <summary>A softmax, its logarithm, or the best label: nothing comes after it.</summary>
    Answer,

    /// <summary>The last hidden states, which the operator RNN gives besides.</summary>
    LastHidden,
}

/// <summary>Data that a call computes.</summary>
/// <param name="Stage">What they are.</param>
/// <param name="Dimensions">
/// The axes of each dimension, in order: none for a dimension of size 1, several where axes were joined.
/// </param>
internal sealed record DataValue(DataStage Stage, Axis[][] Dimensions) : GraphValue
{
    public override string Description =>
        $"{Noun} [{string.Join(", ", Dimensions.Select(axes => axes.Length == 0 ? "1" : Text(axes)))}]";

    private string Noun => Stage switch
    {
        DataStage.Input => "an input",
        DataStage.Embedded => "embeddings",
        DataStage.Hidden => "hidden states",
        DataStage.Products => "hidden states times weights",
        DataStage.Logits => "logits",
        DataStage.Answer => "an answer",
        _ => "the last hidden states",
    };

    /// <summary>The axes whose size is not known to be 1.</summary>
    public static Axis[] WithoutOnes(IEnumerable<Axis> axes) => [.. axes.Where(axis => axis.Length != 1)];

    private static string Text(Axis[] axes) => string.Join("·", axes.Select(
        axis => axis.Length is { } size ? Invariant($"{axis.Name} {size}") : axis.Name));
}
