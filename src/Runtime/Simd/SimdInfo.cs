using FastElman.Simd;

namespace FastElman;

/// <summary>Which instruction sets this machine has, and which of them the kernels use in this program.</summary>
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
    /// The environment variable names no instruction set, or one that the machine lacks or the program cannot use. The
    /// message says which.
    /// </exception>
    public static InstructionSet Active => Choice.Value;

    /// <summary>The instruction sets that this program can use here, from the fastest to the slowest.</summary>
    /// <remarks>
    /// In a NativeAOT program these are at most those that it was compiled for, or asks for at run time:
    /// docs/guide/running.md has the settings.
    /// </remarks>
    public static IReadOnlyList<InstructionSet> Supported => InstructionSets.Supported;

    /// <summary>
    /// The instruction sets that the processor has, from the fastest to the slowest, whether or not this program can
    /// use them. Where the first is not that of <see cref="Supported"/>, the program runs slower than it could.
    /// </summary>
    public static IReadOnlyList<InstructionSet> OnProcessor => InstructionSets.OnProcessor;
}
