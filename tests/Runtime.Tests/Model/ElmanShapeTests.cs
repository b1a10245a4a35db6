using FastElman.Kernels;
using FastElman.Model;
using FastElman.Tests.Tagging;

namespace FastElman.Tests.Model;

public sealed class ElmanShapeTests
{
    [Fact]
    public void The_dimensions_of_the_seven_tensors_follow_from_the_five_sizes()
    {
        var shape = new ElmanShape(
            hiddenSize: 100, labelCount: 127, vocabularySize: 572, embeddingSize: 50, windowSize: 7);
        Assert.Equal([573, 50], shape.GetDimensions(ElmanTensor.Embeddings));
        Assert.Equal([350, 100], shape.GetDimensions(ElmanTensor.InputWeights));
        Assert.Equal([100, 100], shape.GetDimensions(ElmanTensor.RecurrentWeights));
        Assert.Equal([100, 127], shape.GetDimensions(ElmanTensor.OutputWeights));
        Assert.Equal([100], shape.GetDimensions(ElmanTensor.HiddenBias));
        Assert.Equal([127], shape.GetDimensions(ElmanTensor.OutputBias));
        Assert.Equal([100], shape.GetDimensions(ElmanTensor.InitialState));
        Assert.Equal(350, shape.InputSize);
        Assert.Equal(3, shape.WindowReach);
        Assert.Equal(572, shape.PaddingRow);
        Assert.Equal((573 * 50) + (350 * 100) + (100 * 100) + (100 * 127) + 100 + 127 + 100, shape.ParameterCount);
    }

    [Fact]
    public void The_element_count_is_the_product_of_the_dimensions()
    {
        var shape = new ElmanShape(5, 4, 11, 3, 3);
        foreach (var tensor in TensorNames.Tutorial)
        {
            Assert.Equal(
                shape.GetDimensions(tensor).Aggregate((one, other) => one * other), shape.GetElementCount(tensor));
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
    public void A_size_out_of_its_range_is_refused_by_name(
        int hidden, int labels, int vocabulary, int embedding, int window, string name)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => new ElmanShape(hidden, labels, vocabulary, embedding, window));
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
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => new ElmanShape(hidden, labels, vocabulary, embedding, window));
        Assert.Contains($"tensor {tensor} ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_smallest_and_the_largest_shapes_are_accepted()
    {
        Assert.Equal(1, new ElmanShape(1, 1, 0, 1, 1).GetElementCount(ElmanTensor.Embeddings));
        Assert.Equal(
            ElmanShape.MaximumElementCount,
            new ElmanShape(1, 1, ElmanShape.MaximumElementCount - 1, 1, 1).GetElementCount(ElmanTensor.Embeddings));
        Assert.Equal(23170 * 23170, new ElmanShape(23170, 1, 1, 1, 1).GetElementCount(ElmanTensor.RecurrentWeights));
        Assert.Equal(
            ElmanShape.MaximumInputSize,
            new ElmanShape(1, ElmanShape.MaximumLayerSize, 0, ElmanShape.MaximumInputSize, 1).InputSize);
    }

    [Fact]
    public void Shapes_of_equal_sizes_are_equal()
    {
        Assert.Equal(new ElmanShape(5, 4, 11, 3, 3), new ElmanShape(5, 4, 11, 3, 3));
        Assert.NotEqual(new ElmanShape(5, 4, 11, 3, 3), new ElmanShape(5, 4, 11, 3, 5));
    }

    [Fact]
    public void A_variant_has_the_seven_tensors_and_those_of_its_own_behind_them()
    {
        Assert.Equal(TensorNames.Tutorial, Of(NetworkVariant.Tutorial).Tensors);
        Assert.Equal(
            TensorNames.Tutorial, Of(new(NetworkKind.Jordan, HiddenActivation.Relu)).Tensors);
        ElmanTensor[] backward =
        [
            ElmanTensor.BackwardInputWeights, ElmanTensor.BackwardRecurrentWeights, ElmanTensor.BackwardHiddenBias,
            ElmanTensor.BackwardInitialState,
        ];
        Assert.Equal([.. TensorNames.Tutorial, .. backward], Of(new(NetworkKind.Bidirectional)).Tensors);
        Assert.Equal(
            [.. TensorNames.Tutorial, ElmanTensor.Transitions], Of(new(HasTransitions: true)).Tensors);
        Assert.Equal(
            [.. TensorNames.Tutorial, .. backward, ElmanTensor.Transitions],
            Of(new(NetworkKind.Bidirectional, HasTransitions: true)).Tensors);
    }

    [Fact]
    public void The_dimensions_of_a_variants_tensors_follow_too()
    {
        var jordan = Of(new(NetworkKind.Jordan));
        Assert.Equal([4, 5], jordan.GetDimensions(ElmanTensor.RecurrentWeights));
        Assert.Equal([4], jordan.GetDimensions(ElmanTensor.InitialState));
        Assert.Equal([5, 4], jordan.GetDimensions(ElmanTensor.OutputWeights));
        Assert.Equal((4, 5), (jordan.RecurrentSize, jordan.OutputDepth));

        var both = Of(new(NetworkKind.Bidirectional, HasTransitions: true));
        Assert.Equal([10, 4], both.GetDimensions(ElmanTensor.OutputWeights));
        Assert.Equal([9, 5], both.GetDimensions(ElmanTensor.BackwardInputWeights));
        Assert.Equal([5, 5], both.GetDimensions(ElmanTensor.BackwardRecurrentWeights));
        Assert.Equal([5], both.GetDimensions(ElmanTensor.BackwardHiddenBias));
        Assert.Equal([5], both.GetDimensions(ElmanTensor.BackwardInitialState));
        Assert.Equal([5, 4], both.GetDimensions(ElmanTensor.Transitions));
        Assert.Equal((5, 10), (both.RecurrentSize, both.OutputDepth));
        Assert.Equal((12 * 3) + (2 * ((9 * 5) + (5 * 5) + 5 + 5)) + (10 * 4) + 4 + (5 * 4), both.ParameterCount);

        var elman = Of(NetworkVariant.Tutorial);
        Assert.Equal((5, 5), (elman.RecurrentSize, elman.OutputDepth));
    }

    [Fact]
    public void Shapes_of_equal_sizes_and_variants_are_equal_and_hash_alike()
    {
        var shapes = ModelSample.AllVariants.Select(Of).ToArray();
        for (var i = 0; i < shapes.Length; i++)
        {
            for (var j = 0; j < shapes.Length; j++)
            {
                Assert.Equal(i == j, shapes[i] == Of(shapes[j].Variant));
            }

            Assert.Equal(shapes[i].GetHashCode(), Of(shapes[i].Variant).GetHashCode());
        }

        Assert.Equal(shapes.Length, shapes.ToHashSet().Count);
        Assert.Equal(new ElmanShape(5, 4, 11, 3, 3), Of(NetworkVariant.Tutorial));
        Assert.False(new ElmanShape(5, 4, 11, 3, 3).Equals(null));
    }

    [Fact]
    public void Its_text_names_the_variant_where_that_is_not_the_tutorials()
    {
        Assert.Equal(
            "hidden 5, labels 4, vocabulary 11, embedding 3, window 3", Of(NetworkVariant.Tutorial).ToString());
        Assert.Equal(
            "hidden 5, labels 4, vocabulary 11, embedding 3, window 3, Jordan, Relu, transitions",
            Of(new(NetworkKind.Jordan, HiddenActivation.Relu, HasTransitions: true)).ToString());
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 3)]
    [InlineData(0, -1)]
    public void A_variant_that_there_is_not_is_refused(int kind, int activation)
    {
        var variant = new NetworkVariant((NetworkKind)kind, (HiddenActivation)activation);
        var exception = Assert.Throws<ArgumentOutOfRangeException>("variant", () => Of(variant));
        Assert.Contains($"{variant}", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("variant", () => Of(null!));
    }

    [Theory]
    [InlineData(NetworkKind.Elman, 1, 23170, "transitions")]
    [InlineData(NetworkKind.Bidirectional, 16384, 16384, "w")]
    [InlineData(NetworkKind.Jordan, 8193, 65536, "wh")]
    public void A_variant_tensor_too_large_for_an_array_is_refused(
        NetworkKind kind, int hidden, int labels, string tensor)
    {
        var variant = new NetworkVariant(kind, HasTransitions: tensor == "transitions");
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => new ElmanShape(hidden, labels, 1, 1, 1, variant));
        Assert.Contains($"tensor {tensor} ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_variants_are_accepted()
    {
        Assert.Equal(
            23170 * 23169,
            new ElmanShape(
                1,
                23169,
                1,
                1,
                1,
                new(HasTransitions: true)).GetElementCount(ElmanTensor.Transitions));
        Assert.Equal(
            8191 * 65536,
            new ElmanShape(8191, 65536, 1, 1, 1, new(NetworkKind.Jordan))
                .GetElementCount(ElmanTensor.RecurrentWeights));
    }

    private static ElmanShape Of(NetworkVariant variant) => new(5, 4, 11, 3, 3, variant);
}
