namespace FastElman;

/// <summary>The number format of the weights that every time step reads.</summary>
public enum WeightPrecision
{
    /// <summary>32-bit floats, the format of the model file.</summary>
    Float32,

    /// <summary>
    /// 16-bit integers for the recurrent and the output weights, with about 13 significant bits. A step reads half the
    /// memory. Labels and probabilities can differ from those of floats; docs/design/speed.md has measured differences.
    /// </summary>
    Int16,
}
