namespace FastElman;

/// <summary>How a model file is read.</summary>
/// <remarks>Not synchronised. A load reads it once, at its beginning.</remarks>
public sealed class ModelLoadOptions
{
    /// <summary>
    /// Whether parameters that are NaN or infinite are taken; they are refused otherwise, which is the default. Their
    /// predictions are what Theano's would be.
    /// </summary>
    public bool AllowNonFinite { get; set; }

    /// <summary>Whether tensors that are not the network's are ignored; a file with one is refused otherwise.</summary>
    public bool AllowUnknownTensors { get; set; }

    /// <summary>
    /// Whether the checksum of the file is verified, which is the default. A process that is started for a single
    /// answer from a file known to be sound saves about 3 ms with false: the time to load the operating system's
    /// cryptographic library, once a process, on Linux. All other checks are made all the same.
    /// </summary>
    public bool VerifyChecksum { get; set; } = true;
}
