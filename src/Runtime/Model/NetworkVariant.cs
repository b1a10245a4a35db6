using FastElman.Validation;

namespace FastElman;

/// <summary>The kind of network; the default is the tutorial's. Immutable.</summary>
/// <param name="Kind">What a time step receives from the previous one.</param>
/// <param name="Activation">The activation of the hidden units.</param>
/// <param name="HasTransitions">
/// Whether the network has a learned score for each pair of successive labels, <see cref="ElmanTensor.Transitions"/>.
/// </param>
public sealed record NetworkVariant(
    NetworkKind Kind = NetworkKind.Elman,
    HiddenActivation Activation = HiddenActivation.Sigmoid,
    bool HasTransitions = false)
{
    // Without setters nothing can write into an instance that is shared, such as Tutorial: a configuration binder
    // would go through init setters.

    /// <summary>What a time step receives from the previous one.</summary>
    public NetworkKind Kind { get; } = Kind;

    /// <summary>The activation of the hidden units.</summary>
    public HiddenActivation Activation { get; } = Activation;

    /// <summary>
    /// Whether the network has a learned score for each pair of successive labels,
    /// <see cref="ElmanTensor.Transitions"/>.
    /// </summary>
    public bool HasTransitions { get; } = HasTransitions;

    /// <summary>The tutorial's network.</summary>
    public static NetworkVariant Tutorial { get; } = new();

    /// <summary>How a model of this network is decoded by default.</summary>
    internal LabelDecoding DefaultDecoding => HasTransitions ? LabelDecoding.Transitions : LabelDecoding.ArgMax;

    /// <summary>Such as <c>Bidirectional, Tanh, transitions</c>.</summary>
    /// <returns>Kind and activation, and whether there are transition scores.</returns>
    public override string ToString() => $"{Kind}, {Activation}{(HasTransitions ? ", transitions" : string.Empty)}";

    /// <summary>Refuses values that are not in the enumerations.</summary>
    /// <param name="parameter">The caller's name for the variant, for the message.</param>
    internal void Validate(string parameter)
    {
        if (!Guard.IsDefined(Kind) || !Guard.IsDefined(Activation))
        {
            throw new ArgumentOutOfRangeException(parameter, $"There is no network {this}.");
        }
    }
}
