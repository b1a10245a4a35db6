
namespace FastElman.Training.Backpropagation.Kernels;

/// <summary>The sizes of a product output [rows, columns] = addend + left [rows, depth] · right [depth, columns], and where its elements lie, in floats.</summary>
internal readonly record struct ProductLayout
{
    public required int Rows { get; init; }

    public required int Depth { get; init; }

    /// <summary>Whole registers.</summary>
    public required int Columns { get; init; }

    /// <summary>From a row of the left matrix to the next; rows may overlap.</summary>
    public required int LeftRowStride { get; init; }

    /// <summary>From an element of a row of the left matrix to the next: 1 where it lies row by row; where this is the stride of a row and <see cref="LeftRowStride"/> is 1, the matrix is taken transposed.</summary>
    public int LeftDepthStride { get; init; } = 1;

    public required int RightStride { get; init; }

    /// <summary>From what is added to a row to that of the next: 0 where all rows share one.</summary>
    public required int AddendStride { get; init; }

    public required int OutputStride { get; init; }

    public ProductLayout()
    {
    }
}
