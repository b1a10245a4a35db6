namespace FastElman.Reference.Tests;

/// <summary>Against numbers worked out by hand, with the matrix ((1, 2, 3), (4, 5, 6)).</summary>
public class ReferenceMatrixTests
{
    private static readonly double[] Matrix = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void A_product_with_a_matrix_is_added()
    {
        double[] sum = [0, 0.5, 0];
        ReferenceMatrix.AddProduct([1, 2], Matrix, sum);
        Assert.Equal([9, 12.5, 15], sum);
    }

    [Fact]
    public void A_product_with_a_transposed_matrix_is_added()
    {
        double[] sum = [0, 0.5];
        ReferenceMatrix.AddTransposedProduct([1, 2, 3], Matrix, sum);
        Assert.Equal([14, 32.5], sum);
    }

    [Fact]
    public void An_outer_product_is_added()
    {
        double[] sum = [0, 0, 0.5, 0, 0, 0];
        ReferenceMatrix.AddOuterProduct([1, 2], [3, 4, 5], sum);
        Assert.Equal([3, 4, 5.5, 6, 8, 10], sum);
    }
}
