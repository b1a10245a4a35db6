
namespace FastElman.Training.Backpropagation.Kernels;

/// <summary>The sizes of a product output [rows, columns] = left [rows, depth] · right [columns, depth]ᵀ, and how many floats their rows lie apart.</summary>
internal readonly record struct RowProductLayout
{
    public required int Rows { get; init; }

    /// <summary>Whole registers.</summary>
    public required int Depth { get; init; }

    public required int Columns { get; init; }

    /// <summary>Rows may overlap.</summary>
    public required int LeftStride { get; init; }

    public required int RightStride { get; init; }

    public required int OutputStride { get; init; }
}
