namespace FastElman.Simd;

/// <summary>What packed forms depend on in an instruction set: the static properties of its <see cref="ISimd{TVector}"/>.</summary>
/// <param name="Lanes">Floats in a register.</param>
/// <param name="HasByteProducts">Whether there are the operations on bytes, see <see cref="ISimd{TVector}"/>.</param>
/// <param name="HasInt16Products">Whether there are the operations on 16-bit integers, see <see cref="ISimd{TVector}"/>.</param>
internal readonly record struct SimdTraits(int Lanes, bool HasByteProducts, bool HasInt16Products);
