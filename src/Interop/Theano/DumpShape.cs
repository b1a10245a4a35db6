using FastElman.Interop.Numpy;

namespace FastElman.Interop.Theano;

/// <summary>
/// Infers the sizes of a network from the shapes of its dump: the embedding size from the columns of embeddings, the
/// vocabulary from its rows, the window from the rows of wx, the hidden size and the labels from w. A file s0 means a
/// Jordan network. All other shapes have to agree.
/// </summary>
internal static class DumpShape
{
    /// <summary>Infers the sizes.</summary>
    /// <param name="tensors">All seven, in the order of <see cref="ElmanTensor"/>.</param>
    /// <param name="shape">The sizes; null where they disagree.</param>
    /// <returns>Null, or what disagrees: the caller may have other files to try.</returns>
    public static ModelFormatException? TryInfer(IReadOnlyList<DumpTensor> tensors, out ElmanShape? shape)
    {
        shape = null;
        var disagreement = tensors.Select(WrongForm).FirstOrDefault(error => error is not null);
        if (disagreement is not null)
        {
            return disagreement;
        }

        var (rows, embedding) = Sizes(tensors, ElmanTensor.Embeddings);
        var (hidden, labels) = Sizes(tensors, ElmanTensor.OutputWeights);
        var inputWeights = tensors[(int)ElmanTensor.InputWeights];
        var (window, rest) = Math.DivRem(inputWeights.Shape[0], embedding);
        if (rest != 0 || window % 2 == 0)
        {
            return inputWeights.Error(
                "has a wrong shape",
                $"an odd multiple of {embedding} rows, embeddings having {embedding} columns",
                NpyHeader.ShapeText(inputWeights.Shape));
        }

        var variant = DumpNames.IsJordan(tensors[(int)ElmanTensor.InitialState].File.Name)
            ? new NetworkVariant(NetworkKind.Jordan)
            : NetworkVariant.Tutorial;
        var state = variant.Kind == NetworkKind.Jordan ? labels : hidden;
        disagreement =
            Compare(tensors, ElmanTensor.InputWeights, hidden, labels, window * embedding, hidden)
            ?? Compare(tensors, ElmanTensor.RecurrentWeights, hidden, labels, state, hidden)
            ?? Compare(tensors, ElmanTensor.HiddenBias, hidden, labels, hidden)
            ?? Compare(tensors, ElmanTensor.OutputBias, hidden, labels, labels)
            ?? Compare(tensors, ElmanTensor.InitialState, hidden, labels, state);
        if (disagreement is null)
        {
            shape = ElmanShape.OfFile(hidden, labels, rows - 1, embedding, window, inputWeights.File.Location, variant);
        }

        return disagreement;
    }

    private static (int Rows, int Columns) Sizes(IReadOnlyList<DumpTensor> tensors, ElmanTensor tensor) =>
        (tensors[(int)tensor].Shape[0], tensors[(int)tensor].Shape[1]);

    private static ModelFormatException? WrongForm(DumpTensor tensor)
    {
        var isVector = tensor.Tensor is ElmanTensor.HiddenBias or ElmanTensor.OutputBias or ElmanTensor.InitialState;
        if (tensor.Shape.Length == (isVector ? 1 : 2) && !tensor.Shape.Contains(0))
        {
            return null;
        }

        return tensor.Error(
            "has a wrong shape",
            isVector ? "a vector with at least one element" : "a matrix with at least one element",
            NpyHeader.ShapeText(tensor.Shape));
    }

    private static ModelFormatException? Compare(
        IReadOnlyList<DumpTensor> tensors,
        ElmanTensor tensor,
        int hidden,
        int labels,
        params ReadOnlySpan<int> expected)
    {
        var found = tensors[(int)tensor];
        return found.Shape.AsSpan().SequenceEqual(expected)
            ? null
            : found.Error(
                "has a wrong shape",
                $"{NpyHeader.ShapeText(expected)}, w having the shape {NpyHeader.ShapeText(hidden, labels)}",
                NpyHeader.ShapeText(found.Shape));
    }
}
