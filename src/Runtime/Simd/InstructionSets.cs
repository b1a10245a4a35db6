using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastElman.Simd;

/// <summary>The choice of an instruction set, and the one place where its name becomes a type.</summary>
internal static class InstructionSets
{
    /// <summary>From the fastest to the slowest.</summary>
    private static readonly InstructionSet[] ByPreference =
        [
            InstructionSet.Avx512,
            InstructionSet.Avx2,
            InstructionSet.AdvSimd,
            InstructionSet.Vector128,
            InstructionSet.Scalar,
        ];

    public static IReadOnlyList<InstructionSet> Supported { get; } = [.. ByPreference.Where(IsSupported)];

    public static bool IsSupported(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Avx512 => X86Avx512.IsSupported,
        InstructionSet.Avx2 => X86Avx2.IsSupported,
        InstructionSet.AdvSimd => Arm64AdvSimd.IsSupported,
        InstructionSet.Vector128 => Baseline128.IsSupported,
        InstructionSet.Scalar => true,
        _ => false,
    };

    /// <summary>The instruction set that a value of FASTELMAN_ISA names; the fastest one where it is empty.</summary>
    /// <exception cref="PlatformNotSupportedException">It names none, or one that cannot be used here.</exception>
    public static InstructionSet Choose(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return Supported[0];
        }

        foreach (var candidate in ByPreference)
        {
            if (name.Equals(candidate.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                Require(candidate, $"{SimdInfo.EnvironmentVariable}={name}");
                return candidate;
            }
        }

        throw new PlatformNotSupportedException(
            $"{SimdInfo.EnvironmentVariable}={name}: expected one of {Names(ByPreference)}");
    }

    /// <summary>What the processor has, from the fastest to the slowest, usable by this program or not.</summary>
    public static IReadOnlyList<InstructionSet> OnProcessor => [.. ByPreference.Where(Processor.Has)];

    /// <summary>Refuses an instruction set that this machine lacks, or that this program cannot use.</summary>
    public static void Require(InstructionSet instructionSet, string request)
    {
        if (!IsSupported(instructionSet))
        {
            throw new PlatformNotSupportedException(
                $"{request}: {Obstacle(Processor.Has(instructionSet), RuntimeFeature.IsDynamicCodeSupported)}");
        }
    }

    /// <summary>Why an instruction set cannot be used.</summary>
    /// <param name="isOnProcessor">Whether the processor has it.</param>
    /// <param name="isJustInTime">Whether the program is compiled as it runs, not by NativeAOT.</param>
    public static string Obstacle(bool isOnProcessor, bool isJustInTime) => (isOnProcessor, isJustInTime) switch
    {
        (false, _) => $"this machine lacks it; it has {Names(OnProcessor)}",
        (true, true) => $".NET does not use it here, though the processor has it: DOTNET_Enable... turns instruction "
            + $"sets off, and some operating systems do; expected one of {Names(Supported)}",
        (true, false) => $"this program was not compiled for it, though the processor has it: IlcInstructionSet in the "
            + $"project file decides; expected one of {Names(Supported)}",
    };

    /// <summary>Calls the visitor with the type of an instruction set that this machine has.</summary>
    public static TResult Accept<TVisitor, TResult>(InstructionSet instructionSet, TVisitor visitor)
        where TVisitor : ISimdVisitor<TResult>
    {
        if (!IsSupported(instructionSet))
        {
            // The name of a value costs reflection, which a process that has just started need not pay for.
            Require(instructionSet, instructionSet.ToString());
        }

        return instructionSet switch
        {
            InstructionSet.Avx512 => visitor.Visit<X86Avx512, Vector512<float>>(),
            InstructionSet.Avx2 => visitor.Visit<X86Avx2, Vector256<float>>(),
            InstructionSet.AdvSimd => visitor.Visit<Arm64AdvSimd, Vector128<float>>(),
            InstructionSet.Vector128 => visitor.Visit<Baseline128, Vector128<float>>(),
            _ => visitor.Visit<Scalar, float>(),
        };
    }

    /// <summary>What packed forms depend on in an instruction set that this machine has.</summary>
    /// <exception cref="PlatformNotSupportedException">It cannot be used here.</exception>
    public static SimdTraits TraitsOf(InstructionSet instructionSet) =>
        Accept<TraitsReader, SimdTraits>(instructionSet, default);

    private static string Names(IEnumerable<InstructionSet> instructionSets) =>
        string.Join(", ", instructionSets.Select(each => each.ToString().ToLowerInvariant()));

    private readonly struct TraitsReader : ISimdVisitor<SimdTraits>
    {
        public SimdTraits Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => new(TSimd.Lanes, TSimd.HasByteProducts, TSimd.HasInt16Products);
    }
}
