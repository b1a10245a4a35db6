namespace FastElman.Reference;

/// <summary>Sums and products of vectors and matrices. A matrix is stored row by row.</summary>
public static class ReferenceMatrix
{
    /// <summary>sum [n] += vector [n].</summary>
    public static void Add(double[] vector, double[] sum)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            sum[i] += vector[i];
        }
    }

    /// <summary>sum [columns] += vector [rows] · matrix [rows, columns].</summary>
    public static void AddProduct(double[] vector, double[] matrix, double[] sum)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            for (var j = 0; j < sum.Length; j++)
            {
                sum[j] += vector[i] * matrix[(i * sum.Length) + j];
            }
        }
    }

    /// <summary>sum [rows] += vector [columns] · matrix [rows, columns]ᵀ.</summary>
    public static void AddTransposedProduct(double[] vector, double[] matrix, double[] sum)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            for (var j = 0; j < vector.Length; j++)
            {
                sum[i] += vector[j] * matrix[(i * vector.Length) + j];
            }
        }
    }

    /// <summary>sum [rows, columns] += left [rows] ⊗ right [columns].</summary>
    public static void AddOuterProduct(double[] left, double[] right, double[] sum)
    {
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; j < right.Length; j++)
            {
                sum[(i * right.Length) + j] += left[i] * right[j];
            }
        }
    }
}
