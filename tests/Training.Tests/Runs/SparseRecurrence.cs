namespace FastElman.Training.Tests.Runs;

/// <summary>What tests see of the blocks of recurrent weights that are 0.</summary>
internal static class SparseRecurrence
{
    public const int BlockColumns = 16;

    /// <summary>The matrices of recurrent weights of a network, [state, hidden] each.</summary>
    public static IEnumerable<ElmanTensor> Tensors(ElmanShape shape) => shape.Tensors.Where(
        tensor => tensor is ElmanTensor.RecurrentWeights or ElmanTensor.BackwardRecurrentWeights);

    /// <summary>[rows]: whether a block of columns has a weight in a row whose bits are not those of +0.</summary>
    public static bool[] KeptRows(ElmanParameters parameters, ElmanTensor tensor, int block)
    {
        var (hidden, weights) = (parameters.Shape.HiddenSize, parameters[tensor].ToArray());
        var columns = Math.Min(BlockColumns, hidden - (block * BlockColumns));
        return
        [
            .. Enumerable.Range(0, parameters.Shape.RecurrentSize).Select(row => weights
                .AsSpan((row * hidden) + (block * BlockColumns), columns)
                .ToArray()
                .Any(weight => BitConverter.SingleToInt32Bits(weight) != 0)),
        ];
    }

    /// <summary>The number of rows that each block of columns keeps, for each matrix of recurrent weights.</summary>
    public static int[] KeptCounts(ElmanParameters parameters) =>
    [
        .. from tensor in Tensors(parameters.Shape)
           from block in Enumerable.Range(0, (parameters.Shape.HiddenSize + BlockColumns - 1) / BlockColumns)
           select KeptRows(parameters, tensor, block).Count(isKept => isKept),
    ];

    /// <summary>The share of the rows that all blocks keep, which have to agree.</summary>
    public static double Density(ElmanParameters parameters) =>
        (double)Assert.Single(KeptCounts(parameters).Distinct()) / parameters.Shape.RecurrentSize;
}
