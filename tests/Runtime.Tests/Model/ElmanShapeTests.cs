namespace FastElman.Tests.Model;

public sealed class ElmanShapeTests
{
    [Fact]
    public void The_dimensions_of_the_seven_tensors_follow_from_the_five_sizes()
    {
        var shape = new ElmanShape(hiddenSize: 100, labelCount: 127, vocabularySize: 572, embeddingSize: 50, windowSize: 7);
        Assert.Equal([573, 50], shape.Dimensions(ElmanTensor.Embeddings));
        Assert.Equal([350, 100], shape.Dimensions(ElmanTensor.InputWeights));
        Assert.Equal([100, 100], shape.Dimensions(ElmanTensor.RecurrentWeights));
        Assert.Equal([100, 127], shape.Dimensions(ElmanTensor.OutputWeights));
        Assert.Equal([100], shape.Dimensions(ElmanTensor.HiddenBias));
        Assert.Equal([127], shape.Dimensions(ElmanTensor.OutputBias));
        Assert.Equal([100], shape.Dimensions(ElmanTensor.InitialState));
        Assert.Equal(350, shape.InputSize);
        Assert.Equal(3, shape.WindowReach);
        Assert.Equal(572, shape.PaddingRow);
        Assert.Equal((573 * 50) + (350 * 100) + (100 * 100) + (100 * 127) + 100 + 127 + 100, shape.ParameterCount);
    }

    [Fact]
    public void The_element_count_is_the_product_of_the_dimensions()
    {
        var shape = new ElmanShape(5, 4, 11, 3, 3);
        foreach (var tensor in ElmanTensorNames.All)
        {
            Assert.Equal(shape.Dimensions(tensor).Aggregate((one, other) => one * other), shape.ElementCount(tensor));
        }
    }

    [Theory]
    [InlineData(0, 1, 1, 1, 1, "hiddenSize")]
    [InlineData(-1, 1, 1, 1, 1, "hiddenSize")]
    [InlineData(1, 0, 1, 1, 1, "labelCount")]
    [InlineData(1, 1, -1, 1, 1, "vocabularySize")]
    [InlineData(1, 1, 1, 0, 1, "embeddingSize")]
    [InlineData(1, 1, 1, 1, 0, "windowSize")]
    [InlineData(1, 1, 1, 1, -1, "windowSize")]
    [InlineData(1, 1, 1, 1, 2, "windowSize")]
    [InlineData(1, 1, 1, 1, int.MinValue, "windowSize")]
    [InlineData(ElmanShape.MaximumLayerSize + 1, 1, 1, 1, 1, "hiddenSize")]
    [InlineData(int.MaxValue, 1, 1, 1, 1, "hiddenSize")]
    [InlineData(1, ElmanShape.MaximumLayerSize + 1, 1, 1, 1, "labelCount")]
    [InlineData(1, 1, 1, ElmanShape.MaximumInputSize + 1, 1, "windowSize")]
    [InlineData(1, 1, 1, 1, ElmanShape.MaximumInputSize + 1, "windowSize")]
    [InlineData(1, 1, 1, int.MaxValue, int.MaxValue, "windowSize")]
    public void A_size_out_of_its_range_is_refused_by_name(int hidden, int labels, int vocabulary, int embedding, int window, string name)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new ElmanShape(hidden, labels, vocabulary, embedding, window));
        Assert.Equal(name, exception.ParamName);
    }

    [Theory]
    [InlineData(1, 1, int.MaxValue, 1, 1, "embeddings")]
    [InlineData(1, 1, 1024, 1 << 20, 1, "embeddings")]
    [InlineData(1024, 1, 1, 1 << 20, 1, "wx")]
    [InlineData(23171, 1, 1, 1, 1, "wh")]
    [InlineData(20000, 30000, 1, 1, 1, "w")]
    public void A_tensor_beyond_what_an_array_holds_is_refused_by_name(
        int hidden, int labels, int vocabulary, int embedding, int window, string tensor)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new ElmanShape(hidden, labels, vocabulary, embedding, window));
        Assert.Contains($"tensor {tensor} ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_smallest_and_the_largest_shapes_are_accepted()
    {
        Assert.Equal(1, new ElmanShape(1, 1, 0, 1, 1).ElementCount(ElmanTensor.Embeddings));
        Assert.Equal(ElmanShape.MaximumElementCount, new ElmanShape(1, 1, ElmanShape.MaximumElementCount - 1, 1, 1).ElementCount(ElmanTensor.Embeddings));
        Assert.Equal(23170 * 23170, new ElmanShape(23170, 1, 1, 1, 1).ElementCount(ElmanTensor.RecurrentWeights));
        Assert.Equal(ElmanShape.MaximumInputSize, new ElmanShape(1, ElmanShape.MaximumLayerSize, 0, ElmanShape.MaximumInputSize, 1).InputSize);
    }

    [Fact]
    public void Shapes_of_equal_sizes_are_equal()
    {
        Assert.Equal(new ElmanShape(5, 4, 11, 3, 3), new ElmanShape(5, 4, 11, 3, 3));
        Assert.NotEqual(new ElmanShape(5, 4, 11, 3, 3), new ElmanShape(5, 4, 11, 3, 5));
    }
}
