using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Tests.Tagging;

namespace FastElman.Tests.Model;

public sealed class ElmanParametersTests
{
    private static readonly ElmanShape Shape = new(
        hiddenSize: 3, labelCount: 2, vocabularySize: 4, embeddingSize: 5, windowSize: 3);

    [Fact]
    public void New_parameters_are_zero_and_have_the_lengths_of_the_shape()
    {
        var parameters = new ElmanParameters(Shape);
        foreach (var tensor in TensorNames.Tutorial)
        {
            Assert.Equal(Shape.GetElementCount(tensor), parameters[tensor].Length);
            Assert.All(parameters[tensor].ToArray(), value => Assert.Equal(0f, value));
        }
    }

    [Fact]
    public void Each_property_is_its_own_tensor()
    {
        var parameters = new ElmanParameters(Shape);
        foreach (var tensor in TensorNames.Tutorial)
        {
            parameters[tensor].Fill((int)tensor + 1);
        }

        Assert.Equal(1f, parameters.Embeddings[0]);
        Assert.Equal(2f, parameters.InputWeights[0]);
        Assert.Equal(3f, parameters.RecurrentWeights[0]);
        Assert.Equal(4f, parameters.OutputWeights[0]);
        Assert.Equal(5f, parameters.HiddenBias[0]);
        Assert.Equal(6f, parameters.OutputBias[0]);
        Assert.Equal(7f, parameters.InitialState[0]);
    }

    [Fact]
    public void Arrays_are_taken_over_without_a_copy()
    {
        var arrays = TensorNames.Tutorial.Select(tensor => new float[Shape.GetElementCount(tensor)]).ToArray();
        var parameters = new ElmanParameters(
            Shape, arrays[0], arrays[1], arrays[2], arrays[3], arrays[4], arrays[5], arrays[6]);
        foreach (var tensor in TensorNames.Tutorial)
        {
            arrays[(int)tensor][^1] = 5f;
            Assert.Equal(5f, parameters[tensor][^1]);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(13)]
    [InlineData(99)]
    public void A_tensor_that_no_network_has_is_out_of_range(int unknown) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            "tensor", () => new ElmanParameters(Shape)[(ElmanTensor)unknown].Length);

    [Theory]
    [InlineData(ElmanTensor.Embeddings, "embeddings")]
    [InlineData(ElmanTensor.InputWeights, "inputWeights")]
    [InlineData(ElmanTensor.RecurrentWeights, "recurrentWeights")]
    [InlineData(ElmanTensor.OutputWeights, "outputWeights")]
    [InlineData(ElmanTensor.HiddenBias, "hiddenBias")]
    [InlineData(ElmanTensor.OutputBias, "outputBias")]
    [InlineData(ElmanTensor.InitialState, "initialState")]
    public void An_array_of_another_length_or_none_is_refused_by_name(ElmanTensor wrong, string parameter)
    {
        var arrays = TensorNames.Tutorial.Select(tensor => new float[Shape.GetElementCount(tensor)]).ToArray();
        arrays[(int)wrong] = new float[Shape.GetElementCount(wrong) + 1];
        var exception = Assert.Throws<ArgumentException>(
            parameter,
            () => new ElmanParameters(
                Shape, arrays[0], arrays[1], arrays[2], arrays[3], arrays[4], arrays[5], arrays[6]));
        var count = Shape.GetElementCount(wrong);
        Assert.Contains(
            $"tensor {wrong.FileName()}: expected {count} elements, found {count + 1}",
            exception.Message,
            StringComparison.Ordinal);

        arrays[(int)wrong] = null!;
        Assert.Throws<ArgumentNullException>(
            parameter,
            () => new ElmanParameters(
                Shape, arrays[0], arrays[1], arrays[2], arrays[3], arrays[4], arrays[5], arrays[6]));
    }

    [Fact]
    public void A_clone_has_the_same_bits_and_shares_nothing()
    {
        var parameters = RandomModel.Parameters(Shape, seed: 3);
        var clone = parameters.Clone();
        Bits.AssertEqual(parameters, clone);
        foreach (var tensor in TensorNames.Tutorial)
        {
            var before = parameters[tensor][0];
            clone[tensor][0] += 1;
            Assert.Equal(before, parameters[tensor][0]);
        }
    }

    [Fact]
    public void The_first_value_that_is_not_finite_is_found()
    {
        var parameters = RandomModel.Parameters(Shape, seed: 4);
        Assert.Null(parameters.FindNonFinite());
        foreach (var spoiler in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            foreach (var tensor in TensorNames.Tutorial.Reverse())
            {
                parameters[tensor][^1] = spoiler;
                Assert.Equal((tensor, Shape.GetElementCount(tensor) - 1), parameters.FindNonFinite());
            }

            parameters = RandomModel.Parameters(Shape, seed: 4);
        }
    }

    [Fact]
    public void A_network_has_the_tensors_of_its_variant_and_the_others_are_empty()
    {
        foreach (var variant in ModelSample.AllVariants)
        {
            var shape = new ElmanShape(3, 2, 4, 5, 3, variant);
            var parameters = new ElmanParameters(shape);
            foreach (var tensor in Enum.GetValues<ElmanTensor>())
            {
                Assert.Equal(
                    shape.Tensors.Contains(tensor) ? shape.GetElementCount(tensor) : 0, parameters[tensor].Length);
            }
        }
    }

    [Fact]
    public void Seven_arrays_are_enough_for_those_variants_that_have_no_more()
    {
        foreach (var variant in ModelSample.AllVariants)
        {
            var shape = new ElmanShape(3, 2, 4, 5, 3, variant);
            var arrays = TensorNames.Tutorial.Select(tensor => new float[shape.GetElementCount(tensor)]).ToArray();
            if (shape.Tensors.Count == arrays.Length)
            {
                Assert.Equal(2, Make().OutputBias.Length);
                Assert.True(Make()[ElmanTensor.Transitions].IsEmpty);
            }
            else
            {
                Assert.Throws<ArgumentException>("shape", Make);
            }

            ElmanParameters Make() => new(
                shape, arrays[0], arrays[1], arrays[2], arrays[3], arrays[4], arrays[5], arrays[6]);
        }
    }

    [Fact]
    public void A_clone_has_all_tensors_of_the_variant()
    {
        var shape = new ElmanShape(3, 2, 4, 5, 3, new(NetworkKind.Bidirectional, HasTransitions: true));
        foreach (var tensor in shape.Tensors)
        {
            var parameters = RandomModel.Parameters(shape, seed: 3);
            var clone = parameters.Clone();
            Bits.AssertEqual(parameters, clone);
            clone[tensor][^1] = float.NaN;
            Assert.Null(parameters.FindNonFinite());
            Assert.Equal((tensor, shape.GetElementCount(tensor) - 1), clone.FindNonFinite());
            Assert.True(float.IsFinite(parameters.LargestMagnitude()));
            Assert.True(float.IsNaN(clone.LargestMagnitude()));
        }
    }
}
