
namespace FastElman.Training.Backpropagation.Kernels;

/// <summary>
/// The sizes and strides, in floats, of a product output [rows, columns] = left [rows, depth] · right [columns,
/// depth]ᵀ.
/// </summary>
internal readonly record struct RowProductLayout
{
    /// <summary>Rows of the left matrix and of the output.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of both matrices, a multiple of the lanes.</summary>
    public required int Depth { get; init; }

    /// <summary>Rows of the right matrix, columns of the output.</summary>
    public required int Columns { get; init; }

    /// <summary>From a row of the left matrix to the next; rows may overlap.</summary>
    public required int LeftStride { get; init; }

    /// <summary>From a row of the right matrix to the next.</summary>
    public required int RightStride { get; init; }

    /// <summary>From a row of the output to the next.</summary>
    public required int OutputStride { get; init; }
}
