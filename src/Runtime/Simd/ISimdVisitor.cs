namespace FastElman.Simd;

/// <summary>
/// Code for an instruction set that is known only at run time, see <see cref="InstructionSets.Accept"/>.
/// </summary>
internal interface ISimdVisitor<TResult>
{
    TResult Visit<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}
