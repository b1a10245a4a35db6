using FastElman.Simd;

namespace FastElman;

/// <summary>The families of machine instructions for which the kernels exist.</summary>
public enum InstructionSet
{
    /// <summary>One value at a time; runs everywhere. The yardstick for the others.</summary>
    Scalar,

    /// <summary>128-bit vectors in their common form: SSE on x86, and any machine without the ones below.</summary>
    Vector128,

    /// <summary>128-bit vectors of 64-bit Arm, with fused multiply-add.</summary>
    AdvSimd,

    /// <summary>256-bit vectors of x86 with fused multiply-add (AVX2 and FMA).</summary>
    Avx2,

    /// <summary>512-bit vectors of x86 (AVX-512 F and BW).</summary>
    Avx512,
}
