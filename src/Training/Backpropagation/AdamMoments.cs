namespace FastElman.Training.Backpropagation;

/// <summary>The state of Adam between two steps; a copy that nothing else changes.</summary>
/// <param name="First">Moving averages of the gradients, not corrected for their start at zero.</param>
/// <param name="Second">Moving averages of the squared gradients, likewise.</param>
/// <param name="Steps">Steps so far, at least 0.</param>
internal sealed record AdamMoments(ElmanParameters First, ElmanParameters Second, long Steps);
