using System.Runtime.InteropServices;
using FastElman.Native.Arguments;
using FastElman.Native.Errors;

namespace FastElman.Native.Tagging;

/// <summary>fe_compile_options.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TaggerOptions
{
    public uint Size;
    public int InstructionSet;
    public int Precision;
    public int Decoding;
    public float MinimumConfidence;
    public int Reserved;
    public long ProjectionBudget;

    public readonly CompileOptions ToOptions()
    {
        if (Reserved != 0)
        {
            throw new NativeException(Status.Argument, $"options.reserved: expected 0, found {Reserved}.");
        }

        return new CompileOptions
        {
            InstructionSet = Options.Choice(
                InstructionSet,
                "instruction_set",
                FastElman.InstructionSet.Scalar,
                FastElman.InstructionSet.Vector128,
                FastElman.InstructionSet.AdvSimd,
                FastElman.InstructionSet.Avx2,
                FastElman.InstructionSet.Avx512),
            Precision = Options.Choice(Precision, "precision", WeightPrecision.Int16) ?? WeightPrecision.Float32,
            Decoding = Options.Choice(
                Decoding,
                "decoding",
                LabelDecoding.ArgMax,
                LabelDecoding.Iob,
                LabelDecoding.Transitions,
                LabelDecoding.IobTransitions),
            MinimumConfidence = MinimumConfidence,
            ProjectionBudget = ProjectionBudget switch
            {
                0 => CompileOptions.DefaultProjectionBudget,
                -1 => 0,
                > 0 => ProjectionBudget,
                _ => throw new NativeException(
                    Status.Argument, $"options.projection_budget: expected -1 or more, found {ProjectionBudget}."),
            },
        };
    }
}
