using System.Runtime.CompilerServices;

namespace FastElman.Simd;

/// <summary>How the methods of the hot paths are compiled: <c>[MethodImpl(HotPath.Compiled)]</c>.</summary>
internal static class HotPath
{
    /// <summary>
    /// Full optimisation at the first call, without tiered compilation. Tiered compilation replaces the unoptimised
    /// code of a method on a background thread. A thread that keeps its core busy starves that background thread and
    /// stays in unoptimised code: measured, a batch took 930 ns a word for its first 600 ms and got no faster, against
    /// 590 ns with this option. The price: the method is never recompiled with profile data, which would gain about
    /// 2 % in a batch of four sentences.
    /// </summary>
    /// <remarks>
    /// The methods around the kernels carry it too, since a loop in unoptimised code costs as much as the kernel that
    /// it calls. Short methods with <see cref="MethodImplOptions.AggressiveInlining"/> do not: they become part of
    /// their caller.
    /// </remarks>
    public const MethodImplOptions Compiled = MethodImplOptions.AggressiveOptimization;

    /// <summary>
    /// Inlined where the just-in-time compiler can, and <see cref="Compiled"/> where it declines, as it does in deep
    /// chains of calls. Without the second part such a method begins in unoptimised code: a step with 16-bit weights
    /// took 580 ns instead of 430 because one loop over registers was not inlined.
    /// </summary>
    public const MethodImplOptions Inlined = MethodImplOptions.AggressiveInlining | Compiled;

    /// <summary>
    /// Never inlined, and <see cref="Compiled"/>: for what few words need. Inlined into a hot method it would use up
    /// the calls that the compiler is ready to inline there (docs/notes/speed.md).
    /// </summary>
    public const MethodImplOptions Rare = MethodImplOptions.NoInlining | Compiled;
}
