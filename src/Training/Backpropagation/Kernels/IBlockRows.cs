namespace FastElman.Training.Backpropagation.Kernels;

/// <summary>How many rows a block of a product has, as a type: a constant inside the kernel, so that each sum has a register.</summary>
internal interface IBlockRows
{
    static abstract int Count { get; }
}

internal readonly struct Rows1 : IBlockRows
{
    public static int Count => 1;
}

internal readonly struct Rows2 : IBlockRows
{
    public static int Count => 2;
}

internal readonly struct Rows3 : IBlockRows
{
    public static int Count => 3;
}

internal readonly struct Rows4 : IBlockRows
{
    public static int Count => 4;
}
