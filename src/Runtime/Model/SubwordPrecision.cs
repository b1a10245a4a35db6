namespace FastElman;

/// <summary>The number format of the vectors of subwords in a model file.</summary>
public enum SubwordPrecision
{
    /// <summary>32-bit floats, the format of all other tensors.</summary>
    Float32,

    /// <summary>
    /// 16-bit floats (IEEE 754 binary16, 11 significant bits): half the bytes. In memory and in everything that is
    /// computed the vectors are 32-bit floats, whose values are those of the file.
    /// </summary>
    Float16,
}
