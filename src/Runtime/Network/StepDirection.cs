using FastElman.Kernels;

namespace FastElman.Network;

/// <summary>
/// The direction in which the sums of a time step run through the hidden state of the step before: forward at even
/// steps of a sentence, backward at odd ones, so that wh is read to and fro (<see cref="Direction"/> says why). The
/// direction decides the bits of the hidden states, so every form of running keeps to it.
/// </summary>
internal static class StepDirection
{
    /// <param name="step">The position in the sentence, from 0; only its parity counts.</param>
    public static Direction Of(int step) => (step & 1) == 0 ? Direction.Forward : Direction.Backward;
}
