namespace FastElman.Interop.Onnx.Format;

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Dimensions">Its dimensions; null where the file does not say how many it has.</param>
internal sealed record OnnxValue(string Name, OnnxElementType Type, IReadOnlyList<OnnxDimension>? Dimensions)
{
    /// <summary>Type and dimensions, for messages.</summary>
    public string Description => Dimensions is null
        ? $"{Type}"
        : $"{Type} [{string.Join(", ", Dimensions.Select(each => NameText.Cut($"{each}")))}]";

    public bool IsSameAs(OnnxValue other) =>
        Name == other.Name
        && Type == other.Type
        && Dimensions is not null
        && other.Dimensions is not null
        && Dimensions.SequenceEqual(other.Dimensions);
}
