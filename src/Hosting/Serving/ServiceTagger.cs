using System.Runtime.CompilerServices;
using FastElman.Extensions.Hosting.Models;
using FastElman.Extensions.Hosting.Telemetry;

namespace FastElman.Extensions.Hosting;

/// <summary>
/// Tags text with the current model of a service: measured, traced and compared with the shadow. How requests are
/// answered lives in this room.
/// </summary>
/// <remarks>
/// Thread-safe: one serves all requests. Each call takes the current model once and stays on it. Where nobody listens
/// and there is no shadow, a call allocates what that of <see cref="Tagger"/> does.
/// </remarks>
public sealed partial class ServiceTagger
{
    private readonly ModelProvider _provider;
    private readonly ModelTelemetry _telemetry;
    private readonly Serving.ShadowTagger? _shadow;

    internal ServiceTagger(ModelProvider provider, ModelTelemetry telemetry, Serving.ShadowTagger? shadow)
    {
        _provider = provider;
        _telemetry = telemetry;
        _shadow = shadow;
    }

    /// <summary>The current model: see <see cref="IModelProvider.Current"/>.</summary>
    /// <exception cref="InvalidOperationException">There is no model yet, and it cannot be loaded.</exception>
    public ModelSnapshot Current => _provider.Current;

    /// <summary>Whether a call is more than that of the bare tagger.</summary>
    private bool IsBare => _shadow is null && !_telemetry.IsObserved;

    /// <summary>Finds the slots of a text, as <see cref="Tagger.FindSlots(string)"/> does.</summary>
    /// <param name="text">The text, such as a sentence; may be empty.</param>
    /// <returns>The slots in order, with their places in characters (UTF-16 code units).</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="UnknownWordException">A word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    public IReadOnlyList<Slot> FindSlots(string text)
    {
        var current = _provider.Current;
        return IsBare ? current.Tagger.FindSlots(text) : FindSlots(current, text);
    }

    /// <summary>Finds the slots of a UTF-8 text, such as the body of a request.</summary>
    /// <param name="utf8Text">The text, such as a sentence; may be empty, and ill-formed.</param>
    /// <returns>The slots in order, with their places in bytes.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="UnknownWordException">A word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    public IReadOnlyList<Slot> FindSlots(ReadOnlySpan<byte> utf8Text)
    {
        var current = _provider.Current;
        return IsBare ? current.Tagger.FindSlots(utf8Text) : FindSlots(current, utf8Text);
    }

    /// <summary>
    /// Finds the slots of many texts, as <see cref="BatchTagger.FindSlots(IReadOnlyList{string})"/> does.
    /// </summary>
    /// <param name="texts">The texts.</param>
    /// <returns>The slots of each text.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">
    /// A text is null, or a word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    public IReadOnlyList<IReadOnlyList<Slot>> FindSlots(IReadOnlyList<string> texts)
    {
        var current = _provider.Current;
        return IsBare ? current.BatchTagger.FindSlots(texts) : FindSlots(current, texts);
    }

    /// <summary>
    /// Labels plain text, as <see cref="Tagger.TagText(ReadOnlySpan{char}, Span{Range}, Span{int})"/> does.
    /// </summary>
    /// <param name="text">The text; may be empty, and ill-formed.</param>
    /// <param name="tokens">Receives the place of each token, in characters (UTF-16 code units).</param>
    /// <param name="labels">Receives the label index of each token.</param>
    /// <param name="model">Receives the model that labelled it, which knows the labels by name.</param>
    /// <param name="confidence">Receives the probability of each token's label; empty where it is not wanted.</param>
    /// <returns>The number of tokens.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary.</exception>
    /// <exception cref="ArgumentException">
    /// There is too little room, or a word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    public int TagText(
        ReadOnlySpan<char> text,
        Span<Range> tokens,
        Span<int> labels,
        out CompiledModel model,
        Span<float> confidence = default)
    {
        var current = _provider.Current;
        model = current.Model;
        return IsBare
            ? TagText(current.Tagger, text, tokens, labels, confidence)
            : TagText(current, text, tokens, labels, confidence);
    }

    /// <summary>Labels a sentence, as <see cref="Tagger.TagSentence"/> does.</summary>
    /// <param name="sentence">The text; may be empty.</param>
    /// <returns>The words with their labels, in order.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="UnknownWordException">A word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    public TaggedWord[] TagSentence(string sentence)
    {
        var current = _provider.Current;
        return IsBare ? current.Tagger.TagSentence(sentence) : TagSentence(current, sentence);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TagText(
        Tagger tagger, ReadOnlySpan<char> text, Span<Range> tokens, Span<int> labels, Span<float> confidence) =>
        confidence.IsEmpty ? tagger.TagText(text, tokens, labels) : tagger.TagText(text, tokens, labels, confidence);

    private static TaggedWord[] Words(
        string sentence, ReadOnlySpan<Range> tokens, ReadOnlySpan<int> labels, LabelSet labelSet)
    {
        var words = new TaggedWord[tokens.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = new TaggedWord(sentence[tokens[i]], labelSet[labels[i]]);
        }

        return words;
    }
}
