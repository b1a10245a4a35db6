namespace FastElman.Files;

/// <summary>Kinds of files that <see cref="FileSignature"/> tells apart.</summary>
internal enum FileKind
{
    /// <summary>No byte at all.</summary>
    Empty,

    /// <summary>Text in an encoding that extends ASCII.</summary>
    Text,

    /// <summary>Text in UTF-16 with a byte order mark.</summary>
    Utf16,

    /// <summary>A web page.</summary>
    Html,

    /// <summary>XML other than a web page.</summary>
    Xml,

    /// <summary>A JSON object, or an array of them.</summary>
    Json,

    /// <summary>What Git keeps in place of a large file.</summary>
    GitLfsPointer,

    /// <summary>Compressed with gzip.</summary>
    Gzip,

    /// <summary>Compressed by another program.</summary>
    Compressed,

    /// <summary>A zip archive, such as <c>.npz</c>.</summary>
    Zip,

    /// <summary>One NumPy array.</summary>
    Numpy,

    /// <summary>Tensors behind a JSON header.</summary>
    Safetensors,

    /// <summary>A Python pickle.</summary>
    Pickle,

    /// <summary>A model in the form of ONNX.</summary>
    Onnx,

    /// <summary>HDF5, as Keras writes it.</summary>
    Hdf5,

    /// <summary>A table of Apache Parquet.</summary>
    Parquet,

    /// <summary>fastText's <c>.bin</c>.</summary>
    FastTextModel,

    /// <summary>PDF or an image.</summary>
    Document,

    /// <summary>Bytes of which nothing is known.</summary>
    Binary,
}
