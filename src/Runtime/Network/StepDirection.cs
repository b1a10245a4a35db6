using FastElman.Kernels;

namespace FastElman.Network;

/// <summary>
/// The order in which the sums of a time step take the hidden units of the step before. It is part of what a sentence's states are, bit for bit:
/// every form of running keeps to it. Steps take turns, so that wh is read to and fro (<see cref="Direction"/> says why).
/// </summary>
internal static class StepDirection
{
    /// <param name="step">The place in the sentence, the first word being at 0; only whether it is odd matters.</param>
    public static Direction Of(int step) => (step & 1) == 0 ? Direction.Forward : Direction.Backward;
}
