namespace FastElman.Training.Backpropagation.Kernels;

/// <summary>
/// The rows, or columns, of a block of a product, as a type: a constant inside the kernel, so that each sum has a
/// register.
/// </summary>
internal interface IBlockSize
{
    static abstract int Count { get; }
}

internal readonly struct Block1 : IBlockSize
{
    public static int Count => 1;
}

internal readonly struct Block2 : IBlockSize
{
    public static int Count => 2;
}

internal readonly struct Block3 : IBlockSize
{
    public static int Count => 3;
}

internal readonly struct Block4 : IBlockSize
{
    public static int Count => 4;
}
