using FastElman.Simd;

namespace FastElman;

/// <summary>Which instruction set the kernels use on this machine.</summary>
/// <remarks>Thread-safe. The choice is made once in a process, at first use.</remarks>
public static class SimdInfo
{
    /// <summary>
    /// The environment variable that forces an instruction set: <c>scalar</c>, <c>vector128</c>, <c>advsimd</c>,
    /// <c>avx2</c> or <c>avx512</c>. Read once, at first use.
    /// </summary>
    public const string EnvironmentVariable = "FASTELMAN_ISA";

    private static readonly Lazy<InstructionSet> Choice = new(() =>
        InstructionSets.Choose(Environment.GetEnvironmentVariable(EnvironmentVariable)));

    /// <summary>
    /// The instruction set of models that are compiled without naming one: the forced one, else the fastest.
    /// </summary>
    /// <exception cref="PlatformNotSupportedException">
    /// The environment variable names no instruction set, or one that this machine lacks.
    /// </exception>
    public static InstructionSet Active => Choice.Value;

    /// <summary>The instruction sets that this machine has, from the fastest to the slowest.</summary>
    public static IReadOnlyList<InstructionSet> Supported => InstructionSets.Supported;
}
