using FastElman.Fixtures;
using FastElman.Tests.Tagging;

namespace FastElman.Tests.Model.Subwords;

public sealed class SubwordPrecisionTests
{
    private const float LargestThatRoundsDown = 65519.996f;

    [Theory]
    [InlineData(1f, 1f)]
    [InlineData(1.00048828125f, 1f)] // 1 + 2^-11: between 1 and 1 + 2^-10, the even one is below.
    [InlineData(1.00146484375f, 1.001953125f)] // 1 + 3 * 2^-11: the even one is above.
    [InlineData(1.0004884f, 1.0009765625f)] // Just above the middle.
    [InlineData(-0f, -0f)]
    [InlineData(2e-8f, 0f)] // Below half of the least: 2^-25.
    [InlineData(-3e-8f, -5.9604645e-8f)]
    [InlineData(65504f, 65504f)]
    [InlineData(-LargestThatRoundsDown, -65504f)]
    public void A_value_is_rounded_to_the_nearest_and_to_even(float value, float expected)
    {
        var rounded = With(value).WithSubwordPrecision(SubwordPrecision.Float16);
        Assert.Equal(
            BitConverter.SingleToInt32Bits(expected),
            BitConverter.SingleToInt32Bits(rounded.ExportParameters()[ElmanTensor.Subwords][7]));
    }

    [Fact]
    public void A_value_beyond_the_range_is_refused_with_its_place()
    {
        foreach (var value in (float[])[65520f, -65520f, float.MaxValue])
        {
            var exception = Assert.Throws<NotSupportedException>(
                () => With(value).WithSubwordPrecision(SubwordPrecision.Float16));
            Assert.Equal(
                "tensor subwords: the value at index 7 is beyond float16 (expected less than 65520 in magnitude, "
                + FormattableString.Invariant($"found {value})"),
                exception.Message);
        }
    }

    [Fact]
    public void Values_that_are_not_finite_stay_so()
    {
        foreach (var value in (float[])[float.PositiveInfinity, float.NegativeInfinity, float.NaN])
        {
            var rounded = With(value).WithSubwordPrecision(SubwordPrecision.Float16);
            Assert.Equal(value, rounded.ExportParameters()[ElmanTensor.Subwords][7]);
            Assert.False(float.IsFinite(rounded.LargestMagnitude));
        }
    }

    [Fact]
    public void A_model_without_subwords_has_none_to_round()
    {
        var plain = With(1).WithoutSubwords();
        var exception = Assert.Throws<NotSupportedException>(
            () => plain.WithSubwordPrecision(SubwordPrecision.Float16));
        Assert.Contains("no vectors of subwords", exception.Message, StringComparison.Ordinal);
        Assert.Same(plain, plain.WithSubwordPrecision(SubwordPrecision.Float32));
    }

    [Fact]
    public void A_precision_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => With(1).WithSubwordPrecision((SubwordPrecision)2));

    [Fact]
    public void The_model_itself_and_its_other_tensors_do_not_change()
    {
        var model = With(1.0001f);
        var fingerprint = model.Fingerprint;
        var rounded = model.WithSubwordPrecision(SubwordPrecision.Float16);
        Assert.Equal((SubwordPrecision.Float32, SubwordPrecision.Float16),
            (model.SubwordPrecision, rounded.SubwordPrecision));
        Assert.Equal(1.0001f, model.ExportParameters()[ElmanTensor.Subwords][7]);
        Assert.NotEqual(fingerprint, rounded.Fingerprint);
        foreach (var tensor in model.Shape.Tensors.Where(tensor => tensor != ElmanTensor.Subwords))
        {
            Bits.AssertEqual(
                model.ExportParameters()[tensor], rounded.ExportParameters()[tensor], $"{tensor}");
        }

        Assert.Same(rounded, rounded.WithSubwordPrecision(SubwordPrecision.Float16));
    }

    [Fact]
    public void Float32_keeps_what_was_rounded()
    {
        var rounded = With(1.0001f).WithSubwordPrecision(SubwordPrecision.Float16);
        var back = rounded.WithSubwordPrecision(SubwordPrecision.Float32);
        Assert.Equal(SubwordPrecision.Float32, back.SubwordPrecision);
        Assert.Equal(rounded.Fingerprint, back.Fingerprint);
    }

    [Fact]
    public void Everything_else_of_the_model_is_kept()
    {
        var shape = Shape();
        var model = ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 1),
            RandomModel.Vocabulary(shape),
            RandomModel.Labels(shape),
            new ModelProvenance("a recipe", "an origin"),
            LabelDecoding.Iob,
            tokenizer: TokenizerKind.WhiteSpace).WithTemperature(1.5f);
        foreach (var precision in (SubwordPrecision[])[SubwordPrecision.Float16, SubwordPrecision.Float32])
        {
            model = model.WithSubwordPrecision(precision);
            Assert.Equal((LabelDecoding.Iob, TokenizerKind.WhiteSpace, 1.5f),
                (model.Decoding, model.Tokenizer, model.Temperature));
            Assert.Equal(new ModelProvenance("a recipe", "an origin"), model.Provenance);
            Assert.Equal(RandomModel.Vocabulary(shape), model.Vocabulary!);
            Assert.Equal(RandomModel.Labels(shape), model.Labels!);
        }
    }

    [Fact]
    public void Another_temperature_keeps_it_and_a_model_without_subwords_has_none()
    {
        var rounded = With(1).WithSubwordPrecision(SubwordPrecision.Float16);
        Assert.Equal(SubwordPrecision.Float16, rounded.WithTemperature(2).SubwordPrecision);
        Assert.Equal(SubwordPrecision.Float32, rounded.WithoutSubwords().SubwordPrecision);
    }

    [Fact]
    public void Unknown_words_get_the_labels_of_the_rounded_vectors()
    {
        foreach (var sample in UnknownWordSample.All)
        {
            var rounded = sample.Model.WithSubwordPrecision(SubwordPrecision.Float16);
            var parameters = sample.Model.ExportParameters();
            foreach (ref var value in parameters[ElmanTensor.Subwords])
            {
                value = (float)(Half)value;
            }

            var expected = ElmanModel.Create(
                parameters, sample.Model.Vocabulary, sample.Model.Labels, tokenizer: TokenizerKind.WhiteSpace);
            Assert.Equal(expected.Fingerprint, rounded.Fingerprint);
            var loaded = ElmanModel.Load(Files.HandmadeFile.Bytes(rounded));
            Assert.Equal(Tag(expected, sample.Sentences), Tag(loaded, sample.Sentences));
        }
    }

    private static string[][] Tag(ElmanModel model, string[][] sentences)
    {
        var tagger = new Tagger(model.Compile());
        return [.. sentences.Select(sentence => tagger.Tag(sentence))];
    }

    private static ElmanShape Shape() => new(3, 3, 4, 5, 3, NetworkVariant.Tutorial, subwordCount: 20);

    /// <summary>A model with a value at the place 7 of its vectors of subwords.</summary>
    private static ElmanModel With(float value)
    {
        var shape = Shape();
        var parameters = RandomModel.Parameters(shape, seed: 1);
        parameters[ElmanTensor.Subwords][7] = value;
        return ElmanModel.Create(
            parameters, RandomModel.Vocabulary(shape), RandomModel.Labels(shape), allowNonFinite: true);
    }
}
