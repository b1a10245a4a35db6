using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace FastElman.Simd;

/// <summary>
/// What the processor has, whether or not the program was compiled for it. A NativeAOT program answers
/// <see cref="Avx2.IsSupported"/> for the processors that it was compiled for.
/// </summary>
/// <remarks>
/// CPUID, Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2A. Whether the operating system saves
/// the registers is not asked: this is for messages, and decides nothing.
/// </remarks>
internal static class Processor
{
    private const int FeatureLeaf = 1, ExtendedFeatureLeaf = 7;
    private const int FmaBit = 12, Avx2Bit = 5, Avx512FBit = 16, Avx512BWBit = 30;

    public static bool Has(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Avx512 => HasExtended(Avx512FBit) && HasExtended(Avx512BWBit),
        InstructionSet.Avx2 => HasExtended(Avx2Bit) && IsSet(Leaf(FeatureLeaf).Ecx, FmaBit),
        InstructionSet.AdvSimd => RuntimeInformation.ProcessArchitecture == Architecture.Arm64,
        InstructionSet.Vector128 =>
            RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 or Architecture.Arm64,
        _ => true,
    };

    private static bool HasExtended(int bit) => IsSet(Leaf(ExtendedFeatureLeaf).Ebx, bit);

    private static bool IsSet(int register, int bit) => ((register >> bit) & 1) != 0;

    /// <summary>Zeros where there is no such leaf.</summary>
    private static (int Eax, int Ebx, int Ecx, int Edx) Leaf(int leaf) =>
        X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= leaf ? X86Base.CpuId(leaf, 0) : default;
}
