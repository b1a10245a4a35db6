using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// The partial results of a reduction, in sixteen chains: value i goes to chain i mod 16, and in the end each chain of
/// the lower half is combined with its twin in the upper half, until one is left. A chain is a lane of one register of
/// 512 bits, of two of 256 bits or of four of 128 bits. So a sum has the same order, and the same bits, in all of them.
/// One value at a time has one chain.
/// </summary>
/// <remarks>
/// Registers take turns: the first gets the next values, then goes to the end. Which of them is first when the values
/// end does not matter, since those that meet are always half a round apart.
/// </remarks>
internal struct Chains<TSimd, TVector, TReduction>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TReduction : struct, IReduction
{
    private TVector _first;
    private TVector _second;
    private TVector _third;
    private TVector _fourth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Chains() => _first = _second = _third = _fourth = TSimd.Broadcast(TReduction.Identity);

    /// <summary>Combines the next register of values with its chains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TVector values)
    {
        var sum = TReduction.Combine<TSimd, TVector>(_first, values);
        if (TSimd.Lanes == 4)
        {
            (_first, _second, _third, _fourth) = (_second, _third, _fourth, sum);
        }
        else if (TSimd.Lanes == 8)
        {
            (_first, _second) = (_second, sum);
        }
        else
        {
            _first = sum;
        }
    }

    /// <summary>Combines all chains into one value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float Across() => TReduction.Across<TSimd, TVector>(TSimd.Lanes switch
    {
        4 => TReduction.Merge<TSimd, TVector>(
            TReduction.Merge<TSimd, TVector>(_first, _third), TReduction.Merge<TSimd, TVector>(_second, _fourth)),
        8 => TReduction.Merge<TSimd, TVector>(_first, _second),
        _ => _first,
    });
}
