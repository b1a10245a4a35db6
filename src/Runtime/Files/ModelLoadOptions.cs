using System.Diagnostics;

namespace FastElman;

/// <summary>How a model file is read.</summary>
/// <remarks>Not synchronised. A load reads it once, at its beginning.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ModelLoadOptions
{
    /// <summary>
    /// Whether parameters that are NaN or infinite are accepted. They are refused by default. Predictions with them are
    /// those that Theano gives.
    /// </summary>
    public bool AllowNonFinite { get; set; }

    /// <summary>
    /// Whether tensors that the network does not have are ignored. A file with one is refused by default.
    /// </summary>
    public bool AllowUnknownTensors { get; set; }

    /// <summary>
    /// Whether the checksum of the file is verified, which is the default. It finds damage, not forgery. False saves
    /// the time to compute it: about 0.2 ms a megabyte. A file of version 1 has a SHA-256, for which the
    /// first load in a process also loads the operating system's cryptographic library, about 3 ms on Linux; saving it
    /// again makes it one of version 2. All other checks are still made.
    /// </summary>
    public bool VerifyChecksum { get; set; } = true;

    /// <summary>All options.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"{(AllowNonFinite ? "any values" : "finite values")}, "
        + $"{(AllowUnknownTensors ? "unknown tensors ignored" : "no unknown tensors")}, "
        + $"{(VerifyChecksum ? "checksum verified" : "checksum not verified")}";
}
