namespace FastElman.Kernels;

/// <summary>In which order a product adds up the elements of a row.</summary>
/// <remarks>
/// Why there are two: weights that a step reads from their first to their last are gone from the first-level cache when the next step begins with the
/// first again, if they are somewhat larger than it. Reading them to and fro finds a good part still there. Measured (Zen 4, 32 KiB, 100 × 100 floats): 241
/// against 371 ns for the product alone, 409 against 488 ns with 12.8 kB of other data read in between.
/// </remarks>
internal enum Direction
{
    /// <summary>From the first to the last.</summary>
    Forward,

    /// <summary>From the last to the first.</summary>
    Backward,
}
