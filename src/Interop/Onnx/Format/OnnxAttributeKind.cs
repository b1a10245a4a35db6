namespace FastElman.Interop.Onnx.Format;

/// <summary>What an attribute holds, as onnx.proto numbers it (AttributeProto.AttributeType).</summary>
internal enum OnnxAttributeKind
{
    Undefined = 0,
    Float = 1,
    Integer = 2,
    Text = 3,
    Tensor = 4,
    Graph = 5,
    Floats = 6,
    Integers = 7,
    Texts = 8,

    /// <summary>Anything else; nothing here has or reads it.</summary>
    Other = 99,
}
