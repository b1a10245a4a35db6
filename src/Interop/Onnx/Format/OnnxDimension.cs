using static System.FormattableString;

namespace FastElman.Interop.Onnx.Format;

/// <summary>A dimension of an input or output: its size, or the name of a size that each call chooses.</summary>
/// <param name="Size">The size; null where each call chooses it.</param>
/// <param name="Name">The name of the size; empty where it is fixed, or has none.</param>
internal readonly record struct OnnxDimension(long? Size, string Name = "")
{
    public static implicit operator OnnxDimension(long size) => new(size);

    public static implicit operator OnnxDimension(string name) => new(null, name);

    public override string ToString() => Size is { } size ? Invariant($"{size}") : Name.Length > 0 ? Name : "?";
}
