namespace FastElman.Interop.Onnx.Format;

/// <summary>What an ONNX file holds (ModelProto of onnx.proto).</summary>
internal sealed class OnnxDocument
{
    /// <summary>The version of onnx.proto itself.</summary>
    public long FormatVersion { get; set; }

    /// <summary>The version of the operators of ONNX; 0 where the file names none.</summary>
    public long OperatorSet { get; set; }

    /// <summary>The program that wrote the file.</summary>
    public string Producer { get; set; } = string.Empty;

    public string ProducerVersion { get; set; } = string.Empty;

    public string Documentation { get; set; } = string.Empty;

    /// <summary>What the producer says besides; each key once.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    public OnnxGraph Graph { get; set; } = new();
}
