namespace FastElman.Simd;

/// <summary>What packed forms depend on in an instruction set, see <see cref="ISimd{TVector}"/>.</summary>
/// <param name="Lanes">Floats in a register.</param>
/// <param name="HasByteProducts">Whether it has products of bytes.</param>
/// <param name="HasInt16Products">Whether it has products of 16-bit integers.</param>
internal readonly record struct SimdTraits(int Lanes, bool HasByteProducts, bool HasInt16Products);
