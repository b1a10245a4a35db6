
namespace FastElman.Training.Backpropagation.Kernels;

/// <summary>
/// The sizes and strides, in floats, of a product output [rows, columns] = addend + left [rows, depth] · right [depth,
/// columns].
/// </summary>
internal readonly record struct ProductLayout
{
    /// <summary>Rows of the left matrix and of the output.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of the left matrix, rows of the right one.</summary>
    public required int Depth { get; init; }

    /// <summary>Columns of the right matrix and of the output, a multiple of the lanes.</summary>
    public required int Columns { get; init; }

    /// <summary>From a row of the left matrix to the next; rows may overlap.</summary>
    public required int LeftRowStride { get; init; }

    /// <summary>
    /// From an element of a row of the left matrix to the next: 1 where the matrix lies row by row. Where this is the
    /// stride of a row and <see cref="LeftRowStride"/> is 1, the matrix is read transposed.
    /// </summary>
    public int LeftDepthStride { get; init; } = 1;

    /// <summary>From a row of the right matrix to the next.</summary>
    public required int RightStride { get; init; }

    /// <summary>From the addend of a row to that of the next; 0 where all rows share one.</summary>
    public required int AddendStride { get; init; }

    /// <summary>From a row of the output to the next.</summary>
    public required int OutputStride { get; init; }

    public ProductLayout()
    {
    }
}
