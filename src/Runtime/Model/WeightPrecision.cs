namespace FastElman;

/// <summary>How a model keeps the weights that every step reads.</summary>
public enum WeightPrecision
{
    /// <summary>As they are: exact to Theano.</summary>
    Float32,

    /// <summary>
    /// The recurrent and the output weights as 16-bit whole numbers, about 13 bits of each: half the memory to read a
    /// step. Labels and probabilities can differ from the exact ones; docs/design/speed.md says by how much they did.
    /// </summary>
    Int16,
}
