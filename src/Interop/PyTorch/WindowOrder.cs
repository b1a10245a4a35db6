namespace FastElman.Interop.PyTorch;

/// <summary>
/// The order of the words in a window. The module sees each window from left to right in both directions; here, the
/// network that reads from the end sees it in the order in which it reads.
/// </summary>
internal static class WindowOrder
{
    /// <summary>Reverses the order of the words; twice gives the first order again.</summary>
    /// <param name="weights">[embedding · window, hidden].</param>
    /// <param name="shape">The sizes.</param>
    public static void Reverse(Span<float> weights, ElmanShape shape)
    {
        var length = shape.EmbeddingSize * shape.HiddenSize;
        var swapped = new float[length];
        for (var word = 0; word < shape.WindowSize / 2; word++)
        {
            var left = weights.Slice(word * length, length);
            var right = weights.Slice((shape.WindowSize - 1 - word) * length, length);
            left.CopyTo(swapped);
            right.CopyTo(left);
            swapped.CopyTo(right);
        }
    }
}
