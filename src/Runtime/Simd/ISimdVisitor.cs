namespace FastElman.Simd;

/// <summary>Something that is to be done with an instruction set that only the running program knows.</summary>
internal interface ISimdVisitor<TResult>
{
    TResult Visit<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}
