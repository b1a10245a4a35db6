namespace FastElman.Kernels;

/// <summary>
/// The width of a panel or block in registers, as a type: inside a kernel the number is a constant, so that one piece
/// of code becomes a loop with exactly that many sums, each in a register.
/// </summary>
internal interface IPanelWidth
{
    static abstract int Vectors { get; }
}

/// <summary>The largest width of a panel.</summary>
internal static class PanelWidth
{
    /// <summary>
    /// Registers in a full panel. AVX2 has 16: thirteen sums, the broadcast operand, and two to spare. With more sums
    /// the compiler spills inside the loop. Wide panels pay, because every panel costs the latency of its sums once
    /// (depth · 4 cycles if it is narrower than 8). Measured (Zen 4, .NET 10.0.12, 100 × 100 in AVX2): one panel of 13
    /// registers 354 ns, 8 + 5 about 450 ns, 5 + 4 + 4 about 550 ns.
    /// </summary>
    public const int Maximum = 13;
}

/// <summary>Whether half a register follows the whole ones, as a type.</summary>
internal interface IPanelTail
{
    static abstract bool IsHalfRegister { get; }
}

internal readonly struct NoTail : IPanelTail
{
    public static bool IsHalfRegister => false;
}

internal readonly struct HalfTail : IPanelTail
{
    public static bool IsHalfRegister => true;
}

internal readonly struct Width0 : IPanelWidth
{
    public static int Vectors => 0;
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

internal readonly struct Width9 : IPanelWidth
{
    public static int Vectors => 9;
}

internal readonly struct Width10 : IPanelWidth
{
    public static int Vectors => 10;
}

internal readonly struct Width11 : IPanelWidth
{
    public static int Vectors => 11;
}

internal readonly struct Width12 : IPanelWidth
{
    public static int Vectors => 12;
}

internal readonly struct Width13 : IPanelWidth
{
    public static int Vectors => 13;
}
