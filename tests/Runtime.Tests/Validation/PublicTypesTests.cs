using FastElman.Fixtures;

namespace FastElman.Tests.Validation;

/// <summary>What holds of all public types of the package.</summary>
public sealed class PublicTypesTests
{
    [Fact]
    public void Every_type_with_instances_says_what_it_is() =>
        Assert.Empty(PublicTypes.WithoutText(typeof(ElmanModel).Assembly));

    [Fact]
    public void A_configuration_binder_finds_nothing_to_write_into_a_shared_variant()
    {
        Assert.All(typeof(NetworkVariant).GetProperties(), property => Assert.Null(property.SetMethod));
        Assert.Equal(NetworkVariant.Tutorial, new NetworkVariant());
        Assert.NotEqual(NetworkVariant.Tutorial, new NetworkVariant(Activation: HiddenActivation.Tanh));
    }

    /// <summary>Guards take 0 for defined, and the defaults of options and records are 0.</summary>
    [Fact]
    public void Zero_is_a_value_of_every_enumeration_that_options_have() =>
        Assert.All(
            typeof(ElmanModel).Assembly.GetExportedTypes().Where(type => type.IsEnum),
            type => Assert.True(Enum.IsDefined(type, Enum.ToObject(type, 0)), type.Name));

    [Fact]
    public void Options_show_their_values()
    {
        Assert.Equal(
            "Avx2, Int16, Iob, projection budget 0 bytes, minimum confidence 0.5",
            new CompileOptions
            {
                InstructionSet = InstructionSet.Avx2,
                Precision = WeightPrecision.Int16,
                Decoding = LabelDecoding.Iob,
                ProjectionBudget = 0,
                MinimumConfidence = 0.5f,
            }.ToString());
        Assert.Equal(
            "any values, no unknown tensors, checksum verified",
            new ModelLoadOptions { AllowNonFinite = true }.ToString());
    }

    [Fact]
    public void Exceptions_take_nothing_for_a_problem()
    {
        Assert.Equal("unknown problem", new ModelFormatException(null!).Message);
        Assert.Equal("unknown problem", new StreamStateException(null!).Message);
        Assert.Empty(new ModelFormatException(null!).Problem);
        Assert.Empty(new StreamStateException(null!).Problem);
    }
}
