namespace FastElman.Training.Validation;

/// <summary>
/// Refuses options out of range. The parameter is the caller's <c>options</c>; the message names the property and its
/// value, in the invariant culture.
/// </summary>
internal static class OptionCheck
{
    private static readonly string Parameter = "options";

    /// <summary>Refuses a value for which the rule does not hold.</summary>
    /// <param name="holds">Whether the rule holds.</param>
    /// <param name="property">The property.</param>
    /// <param name="value">Its value.</param>
    /// <param name="rule">What holds of every valid value, as a sentence without a full stop.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rule does not hold.</exception>
    public static void Require(bool holds, string property, object? value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(
                Parameter, FormattableString.Invariant($"{property} is {value ?? "null"}: {rule}."));
        }
    }

    /// <summary>Refuses a value that its enumeration does not have.</summary>
    public static void Defined<TEnum>(TEnum value, string property)
        where TEnum : struct, Enum =>
        Require(
            Enum.IsDefined(value), property, value, $"expected one of {string.Join(", ", Enum.GetNames<TEnum>())}");

    /// <summary>Refuses sizes that no network can have.</summary>
    /// <param name="hidden">Units of a hidden layer.</param>
    /// <param name="embedding">Values of an embedding.</param>
    /// <param name="window">Words in the window.</param>
    /// <param name="network">The network.</param>
    /// <param name="suffix">What the names of the three properties end with.</param>
    public static void Sizes(int hidden, int embedding, int window, NetworkVariant network, string suffix = "Size")
    {
        Require(
            hidden is >= 1 and <= ElmanShape.MaximumLayerSize,
            $"Hidden{suffix}",
            hidden,
            $"a hidden layer has 1 to {ElmanShape.MaximumLayerSize} units");
        Require(embedding >= 1, $"Embedding{suffix}", embedding, "an embedding has at least 1 value");
        Require(
            window >= 1 && window % 2 == 1,
            $"Window{suffix}",
            window,
            "the window has a word at its centre, so its size is odd and at least 1");
        try
        {
            _ = new ElmanShape(hidden, labelCount: 1, vocabularySize: 0, embedding, window, network);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new ArgumentOutOfRangeException(
                Parameter,
                $"A network of Hidden{suffix} {hidden}, Embedding{suffix} {embedding} and Window{suffix} {window} is "
                + $"too large: a window takes in at most {ElmanShape.MaximumInputSize} values, and a tensor has at "
                + $"most {ElmanShape.MaximumElementCount}.");
        }
    }
}
