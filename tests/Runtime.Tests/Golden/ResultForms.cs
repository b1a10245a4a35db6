using FastElman.Fixtures;

namespace FastElman.Tests.Golden;

/// <summary>The forms of running that a recorded case allows.</summary>
internal static class ResultForms
{
    /// <summary>The forms, by name, each as a function from sentences to a result.</summary>
    public static IEnumerable<(string Name, bool HasProbabilities, Func<int[][], RunningResult> Run)> Of(
        ResultCase resultCase, InstructionSet instructionSet, bool skipsZeros = true) =>
        RunningForms.Of(ModelOf(resultCase, instructionSet, skipsZeros));

    public static CompiledModel ModelOf(
        ResultCase resultCase,
        InstructionSet instructionSet,
        bool skipsZeros = true,
        long projectionBudget = CompileOptions.DefaultProjectionBudget) =>
        ElmanModel.Create(
            resultCase.Parameters(),
            labels: resultCase.LabelSet(),
            decoding: resultCase.Decoding).Compile(new CompileOptions
            {
                InstructionSet = instructionSet,
                ProjectionBudget = resultCase.HasTable ? projectionBudget : 0,
                Precision = resultCase.Precision,
                Decoding = resultCase.AskedDecoding,
                SkipsZeros = skipsZeros,
            });
}
