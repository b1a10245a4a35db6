using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Reference;
using FastElman.Simd;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;
using FastElman.Tests.Tagging;

namespace FastElman.Tests.Packing;

public sealed class PackedNetworkTests
{
    private static readonly ElmanShape Shape =
        new(hiddenSize: 9, labelCount: 5, vocabularySize: 20, embeddingSize: 4, windowSize: 7);

    [Theory, EveryInstructionSet]
    public void There_is_a_table_if_the_budget_holds_a_word_to_the_byte(InstructionSet instructionSet)
    {
        var parameters = RandomModel.Parameters(Shape, seed: 1, range: 1f);
        var stride = PackedHiddenLayer.WidestStrideOf(Shape);
        var size = 7L * stride * sizeof(float);
        Assert.Equal(size, ProjectedEmbeddings.SizeInBytes(1, 7, stride));
        var with = Model(parameters, instructionSet, size);
        var without = Model(parameters, instructionSet, size - 1);
        AssertHasTable(true, with);
        AssertHasTable(false, without);
        AssertHasTable(true, Model(parameters, instructionSet, long.MaxValue));
        AssertHasTable(false, Model(parameters, instructionSet, 0));

        var words = RandomModel.Sentence(Shape, 70, seed: 1, withPadding: true);
        var one = ForwardRun.Of(with, words);
        var other = ForwardRun.Of(without, words);
        Assert.Equal(new ReferenceNetwork(parameters).Run(words).Labels, one.Labels);
        Assert.Equal(one.Labels, other.Labels);
        Near.Equal(Doubles(one.Hidden), Doubles(other.Hidden), 1e-5, "hidden");
        Near.Equal(Doubles(one.Probabilities), Doubles(other.Probabilities), 1e-5, "probabilities");
    }

    [Theory, EveryInstructionSet]
    public void Recurrent_weights_are_packed_in_one_form(InstructionSet instructionSet)
    {
        var dense = RandomModel.Parameters(Shape, seed: 1);
        var sparse = dense.Clone();
        sparse.RecurrentWeights[(Shape.HiddenSize * (Shape.HiddenSize / 3))..].Clear();
        foreach (var precision in Enum.GetValues<WeightPrecision>())
        {
            foreach (var parameters in (ElmanParameters[])[dense, sparse])
            {
                var model = ElmanModel.Create(parameters).Compile(
                    new CompileOptions { InstructionSet = instructionSet, Precision = precision });
                var layer = model.Network.Forward;
                object?[] forms = [layer.RecurrentWeights, layer.RecurrentSparse, layer.RecurrentInt16];
                Assert.Single(forms, form => form is not null);
                var isInt16 = model.Precision == WeightPrecision.Int16;
                Assert.Equal(isInt16, layer.RecurrentInt16 is not null);
                Assert.Equal(!isInt16 && parameters == sparse, layer.RecurrentSparse is not null);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Models_of_any_shape_agree_with_the_table_and_without(InstructionSet instructionSet)
    {
        foreach (var pair in ModelSample.Of(instructionSet).Chunk(2))
        {
            AssertHasTable(true, pair[0]);
            AssertHasTable(false, pair[1]);
            var words = RandomModel.Sentence(pair[0].Shape, 40, seed: 2, withPadding: true);
            var one = ForwardRun.Of(pair[0], words);
            var other = ForwardRun.Of(pair[1], words);
            Near.Equal(Doubles(one.Hidden), Doubles(other.Hidden), 1e-5, "hidden");
            Near.Equal(Doubles(one.Probabilities), Doubles(other.Probabilities), 1e-5, "probabilities");

            // Labels may differ where rounding decides between two.
            for (var t = 0; t < words.Length; t++)
            {
                var row = one.Probabilities.AsSpan(t * pair[0].Shape.LabelCount, pair[0].Shape.LabelCount);
                Assert.True(one.Labels[t] == other.Labels[t] || row[one.Labels[t]] - row[other.Labels[t]] < 1e-5);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Bytes_are_not_used_where_there_are_no_byte_products(InstructionSet instructionSet) =>
        Assert.Equal(
            InstructionSets.TraitsOf(instructionSet).HasByteProducts,
            Model(RandomModel.Parameters(Shape, seed: 1), instructionSet, 0).Network.ByteWeights is not null);

    /// <summary>Bytes stand for hidden units from 0 to 1, which tanh and ReLU do not give.</summary>
    [Theory]
    [EveryInstructionSet(HiddenActivation.Tanh, HiddenActivation.Relu)]
    public void Bytes_are_not_used_for_units_beyond_0_to_1(InstructionSet instructionSet, HiddenActivation activation)
    {
        var shape = new ElmanShape(9, 5, 20, 4, 7, new NetworkVariant(NetworkKind.Elman, activation));
        Assert.Null(Model(RandomModel.Parameters(shape, seed: 1), instructionSet, 0).Network.ByteWeights);
    }

    /// <summary>
    /// The floats decide with integers of 16 bits there: bytes have to know these, not the weights given.
    /// </summary>
    [Theory, EveryInstructionSet]
    public void Bytes_beside_integers_of_16_bits_are_made_of_those(InstructionSet instructionSet)
    {
        var traits = InstructionSets.TraitsOf(instructionSet);
        Assert.SkipUnless(
            traits.HasInt16Products && traits.HasByteProducts,
            "This instruction set has no products of 16 bits, or none of bytes.");
        var network = ElmanModel.Create(RandomModel.Parameters(Shape, seed: 1)).Compile(
            new CompileOptions { InstructionSet = instructionSet, Precision = WeightPrecision.Int16 }).Network;
        var expected = new ByteWeights(
            network.OutputInt16!.ToFloats(Shape.HiddenSize, Shape.LabelCount),
            network.OutputBias[..Shape.LabelCount],
            traits.Lanes,
            Int16Matrix.LeftError);
        Bits.AssertEqual(expected.Biases, network.ByteWeights!.Biases);
        Bits.AssertEqual(expected.Errors, network.ByteWeights.Errors);
    }

    /// <summary>
    /// Zero times infinity, which ReLU may reach, is NaN, and a zero that is left out would hide it.
    /// </summary>
    [Theory, EveryInstructionSet]
    public void Zeros_are_not_skipped_where_units_may_be_infinite(InstructionSet instructionSet)
    {
        foreach (var activation in Enum.GetValues<HiddenActivation>())
        {
            var shape = new ElmanShape(9, 5, 20, 4, 7, new NetworkVariant(NetworkKind.Elman, activation));
            var parameters = RandomModel.Parameters(shape, seed: 1);
            parameters.RecurrentWeights[9..].Clear();
            Assert.Equal(
                activation != HiddenActivation.Relu,
                Model(parameters, instructionSet, 0).Network.Forward.SkipsZeros);
        }
    }

    [Theory, EveryInstructionSet]
    public void The_tables_of_both_directions_fit_the_budget_together(InstructionSet instructionSet)
    {
        var shape = new ElmanShape(9, 5, 200, 4, 7, new NetworkVariant(NetworkKind.Bidirectional));
        var budget = ProjectedEmbeddings.SizeInBytes(50, 7, PackedHiddenLayer.WidestStrideOf(shape));
        var layers = Model(RandomModel.Parameters(shape, seed: 1), instructionSet, budget).Network.Layers;
        Assert.Equal([25, 25], layers.Select(layer => layer.Projection!.Capacity));
    }

    private static CompiledModel Model(ElmanParameters parameters, InstructionSet instructionSet, long budget) =>
        ElmanModel.Create(parameters).Compile(
            new CompileOptions { InstructionSet = instructionSet, ProjectionBudget = budget });

    private static void AssertHasTable(bool expected, CompiledModel model) =>
        Assert.Equal(expected, model.Diagnostics.UsesProjectedEmbeddings);

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);
}
