namespace FastElman.Files;

/// <summary>
/// What the header of a safetensors file says of one tensor: its place is relative to the first byte after the header.
/// </summary>
internal sealed record TensorEntry(string Name, string ElementType, long[] Dimensions, long Begin, long End)
{
    /// <summary>The dimensions as people write them, such as [3, 4].</summary>
    public string DimensionsText => $"[{string.Join(", ", Dimensions)}]";
}
