namespace FastElman.Kernels;

/// <summary>
/// How many registers wide a panel is, as a type: inside a kernel the number is a constant, so that one piece of code becomes a
/// loop of exactly that many accumulators, each in a register.
/// </summary>
internal interface IPanelWidth
{
    static abstract int Vectors { get; }
}

/// <summary>The widths there are.</summary>
internal static class PanelWidth
{
    /// <summary>
    /// Registers in a full panel. Eight sums in flight hide the latency of a multiply-add (4 cycles, 2 a cycle), and leave the 16
    /// registers of AVX2 room for the operands.
    /// </summary>
    public const int Maximum = 8;
}

internal readonly struct Width1 : IPanelWidth
{
    public static int Vectors => 1;
}

internal readonly struct Width2 : IPanelWidth
{
    public static int Vectors => 2;
}

internal readonly struct Width3 : IPanelWidth
{
    public static int Vectors => 3;
}

internal readonly struct Width4 : IPanelWidth
{
    public static int Vectors => 4;
}

internal readonly struct Width5 : IPanelWidth
{
    public static int Vectors => 5;
}

internal readonly struct Width6 : IPanelWidth
{
    public static int Vectors => 6;
}

internal readonly struct Width7 : IPanelWidth
{
    public static int Vectors => 7;
}

internal readonly struct Width8 : IPanelWidth
{
    public static int Vectors => 8;
}
