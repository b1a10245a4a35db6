namespace FastElman.Interop.Onnx.Format;

/// <summary>The element types that are read or written, as onnx.proto numbers them (TensorProto.DataType).</summary>
internal enum OnnxElementType
{
    Undefined = 0,
    Float = 1,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Double = 11,
}
