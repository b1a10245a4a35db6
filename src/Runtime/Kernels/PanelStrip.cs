namespace FastElman.Kernels;

/// <summary>
/// Columns of a panel that lie in memory row after row: its whole registers, or the half register at its end.
/// </summary>
/// <param name="FirstColumn">The first of the columns.</param>
/// <param name="Width">The number of columns, which is the distance from a row to the next in floats.</param>
/// <param name="Offset">Where the first row begins, in floats from the beginning of the matrix.</param>
internal readonly record struct PanelStrip(int FirstColumn, int Width, int Offset);
