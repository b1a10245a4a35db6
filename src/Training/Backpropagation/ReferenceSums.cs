namespace FastElman.Training.Backpropagation;

/// <summary>The sums that the equations are made of; matrices lie row by row.</summary>
internal static class ReferenceSums
{
    /// <summary>sum [n] += vector [n].</summary>
    public static void Add(ReadOnlySpan<double> vector, Span<double> sum)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            sum[i] += vector[i];
        }
    }

    /// <summary>sum [columns] += vector [rows] · matrix [rows, columns].</summary>
    public static void AddProduct(ReadOnlySpan<double> vector, ReadOnlySpan<double> matrix, Span<double> sum)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            var row = i * sum.Length;
            for (var j = 0; j < sum.Length; j++)
            {
                sum[j] += vector[i] * matrix[row + j];
            }
        }
    }

    /// <summary>sum [rows] += vector [columns] · matrix [rows, columns]ᵀ.</summary>
    public static void AddTransposedProduct(ReadOnlySpan<double> vector, ReadOnlySpan<double> matrix, Span<double> sum)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            var row = i * vector.Length;
            var product = 0.0;
            for (var j = 0; j < vector.Length; j++)
            {
                product += vector[j] * matrix[row + j];
            }

            sum[i] += product;
        }
    }

    /// <summary>sum [rows, columns] += left [rows] ⊗ right [columns].</summary>
    public static void AddOuterProduct(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> sum)
    {
        for (var i = 0; i < left.Length; i++)
        {
            var row = i * right.Length;
            for (var j = 0; j < right.Length; j++)
            {
                sum[row + j] += left[i] * right[j];
            }
        }
    }
}
