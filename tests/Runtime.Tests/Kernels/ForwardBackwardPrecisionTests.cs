using FastElman.Kernels;
using FastElman.Simd;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

/// <summary>When the sums over all label sequences cannot be trusted in single precision.</summary>
public sealed class ForwardBackwardPrecisionTests
{
    private const int Labels = 3;

    /// <summary>Beyond e⁵⁵ a clamped transition may have a part in the sum.</summary>
    [Theory]
    [EveryInstructionSet(7.6e23f, 7.8e23f)]
    public void A_word_with_too_large_a_factor_is_not_trusted(InstructionSet instructionSet, float factor) =>
        Assert.Equal(
            factor < 7.694785e23f,
            Suffices(instructionSet, distance: 1f, factor, smallestScale: 1));

    /// <summary>A label whose logit is so far below is lost only where the best ones have little of the sum.</summary>
    [Theory]
    [EveryInstructionSet(79f, 81f)]
    public void A_word_that_is_small_and_far_apart_is_not_trusted(InstructionSet instructionSet, float distance)
    {
        Assert.True(Suffices(instructionSet, distance, factor: 1f, smallestScale: 3.4e-4));
        Assert.Equal(distance < 80f, Suffices(instructionSet, distance, factor: 1f, smallestScale: 3.3e-4));
    }

    /// <summary>Two words of which the second, in its last label, has what is asked about.</summary>
    private static bool Suffices(InstructionSet instructionSet, float distance, float factor, double smallestScale)
    {
        var stride = PanelLayout.RoundUp(Labels, InstructionSets.TraitsOf(instructionSet).Lanes);
        var logits = new float[2 * stride];
        Array.Fill(logits, float.NegativeInfinity);
        logits.AsSpan(0, Labels).Clear();
        logits.AsSpan(stride, Labels).Clear();
        logits[stride + Labels - 1] = -distance;
        var backward = new float[2 * stride];
        backward[stride + Labels - 1] = factor;
        return InstructionSets.Accept<Check, bool>(
            instructionSet, new Check(logits, backward, stride, smallestScale));
    }

    private readonly struct Check(float[] logits, float[] backward, int stride, double smallestScale)
        : ISimdVisitor<bool>
    {
        public bool Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => ForwardBackwardPrecision.Suffices<TSimd, TVector>(
                logits, Labels, stride, backward, smallestScale);
    }
}
