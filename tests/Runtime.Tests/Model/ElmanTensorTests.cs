using FastElman.Model;
using FastElman.Tests.Tagging;

namespace FastElman.Tests.Model;

public sealed class ElmanTensorTests
{
    [Fact]
    public void The_names_are_those_of_the_tutorial_in_its_order() =>
        Assert.Equal(
            ["embeddings", "wx", "wh", "w", "bh", "b", "h0"], TensorNames.Tutorial.Select(tensor => tensor.FileName()));

    [Fact]
    public void Their_number_is_known_without_reflection() =>
        Assert.Equal(TensorNames.Count, Enum.GetValues<ElmanTensor>().Length);

    [Fact]
    public void There_is_none_beyond_the_last()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ((ElmanTensor)13).FileName());
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElmanShape(1, 1, 1, 1, 1).GetDimensions((ElmanTensor)13));
    }

    [Fact]
    public void Every_tensor_of_every_variant_has_a_name_of_its_own()
    {
        Assert.Equal(
            [
                "embeddings", "wx", "wh", "w", "bh", "b", "h0", "backward.wx", "backward.wh", "backward.bh",
                "backward.h0", "transitions", "subwords",
            ],
            Enum.GetValues<ElmanTensor>().Select(tensor => tensor.FileName()));
        Assert.All(ModelSample.AllVariants, variant =>
            Assert.Equal(
                new ElmanShape(1, 1, 1, 1, 1, variant).Tensors.Order(),
                new ElmanShape(1, 1, 1, 1, 1, variant).Tensors));
    }
}
