namespace FastElman.Interop.Onnx.Format;

/// <summary>An attribute of a node; of its values, that of its kind counts. Sub-graphs are not looked into.</summary>
internal sealed record OnnxAttribute(string Name, OnnxAttributeKind Kind)
{
    public long Integer { get; init; }

    public float Float { get; init; }

    public string Text { get; init; } = string.Empty;

    public IReadOnlyList<long> Integers { get; init; } = [];

    public IReadOnlyList<string> Texts { get; init; } = [];

    public OnnxTensor? Tensor { get; init; }

    public static OnnxAttribute Of(string name, long value) =>
        new(name, OnnxAttributeKind.Integer) { Integer = value };

    public static OnnxAttribute Of(string name, string value) => new(name, OnnxAttributeKind.Text) { Text = value };

    public static OnnxAttribute Of(string name, params long[] values) =>
        new(name, OnnxAttributeKind.Integers) { Integers = values };

    public static OnnxAttribute Of(string name, params string[] values) =>
        new(name, OnnxAttributeKind.Texts) { Texts = values };

    /// <summary>
    /// Whether two attributes have the same name and value. Floats and tensors are not looked at: none is written.
    /// </summary>
    public bool HasValueOf(OnnxAttribute other) =>
        Name == other.Name
        && Kind == other.Kind
        && Integer == other.Integer
        && Text == other.Text
        && Integers.SequenceEqual(other.Integers)
        && Texts.SequenceEqual(other.Texts);
}
