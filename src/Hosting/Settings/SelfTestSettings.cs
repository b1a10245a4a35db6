namespace FastElman.Extensions.Hosting;

/// <summary>
/// The self-test: what a model has to do before it serves, and at each health check. A file whose model fails it is
/// refused, as a broken file is.
/// </summary>
public sealed class SelfTestSettings
{
    /// <summary>
    /// The text that is tagged; null for one padding word, which every model has.
    /// </summary>
    public string? Sentence { get; set; }

    /// <summary>
    /// The names of slots that have to be found in <see cref="Sentence"/>, in any order; others may be found as well.
    /// </summary>
    public IList<string> ExpectedSlots { get; } = [];
}
