namespace FastElman.Training.Backpropagation;

/// <summary>What Adam remembers between two steps; a copy that nobody else changes.</summary>
/// <param name="First">The running means of the gradients, not corrected for their start at zero.</param>
/// <param name="Second">Those of their squares.</param>
/// <param name="Steps">Steps so far.</param>
internal sealed record AdamMoments(ElmanParameters First, ElmanParameters Second, long Steps);
