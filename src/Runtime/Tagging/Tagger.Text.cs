using System.Buffers;
using System.Runtime.CompilerServices;
using FastElman.Network;
using FastElman.Simd;
using FastElman.Tagging;
using FastElman.Validation;

namespace FastElman;

/// <content>The forms that take plain text, and label its tokens.</content>
public sealed partial class Tagger
{
    /// <summary>Labels a sentence of plain text, which the model's tokenizer divides into words.</summary>
    /// <param name="sentence">The text; may be empty.</param>
    /// <returns>The words with their labels, in order.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="UnknownWordException">A word is unknown and there is no <c>&lt;UNK&gt;</c>.</exception>
    public TaggedWord[] TagSentence(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        var (_, labelSet) = Model.RequireNames();
        var workspace = _texts.Get();
        try
        {
            workspace.Reserve(sentence.Length);
            var words = new TaggedWord[TagText(sentence, workspace.Tokens, workspace.Labels)];
            for (var i = 0; i < words.Length; i++)
            {
                words[i] = new TaggedWord(sentence[workspace.Tokens[i]], labelSet[workspace.Labels[i]]);
            }

            return words;
        }
        finally
        {
            _texts.Return(workspace);
        }
    }

    /// <summary>
    /// Labels plain text: the model's tokenizer divides it into words. Allocates nothing after a first call.
    /// </summary>
    /// <param name="text">The text, such as a sentence; may be empty, and ill-formed.</param>
    /// <param name="tokens">
    /// Receives the place of each token, in characters (UTF-16 code units). Room for <c>text.Length</c> tokens is
    /// always enough, here and in <paramref name="labels"/>.
    /// </param>
    /// <param name="labels">Receives the label index of each token.</param>
    /// <returns>The number of tokens.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary.</exception>
    /// <exception cref="ArgumentException">
    /// There is too little room, two spans share memory, or a word is unknown and the vocabulary has no
    /// <c>&lt;UNK&gt;</c>.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public int TagText(ReadOnlySpan<char> text, Span<Range> tokens, Span<int> labels)
    {
        RequireApart(text, tokens, labels, default);
        var room = Math.Min(tokens.Length, labels.Length);
        var count = RequireTokenizer().Tokenize(text, tokens[..room], labels, out var unknownCount);
        TagTokens(text, tokens[..count], labels[..count], default, unknownCount);
        return count;
    }

    /// <summary>Labels plain text, and gives the probability of every token's label.</summary>
    /// <param name="text">The text, as in <see cref="TagText(ReadOnlySpan{char}, Span{Range}, Span{int})"/>.</param>
    /// <param name="tokens">Receives the places, as there.</param>
    /// <param name="labels">Receives the label indices, as there.</param>
    /// <param name="confidence">
    /// Receives the probability of each token's label, 0 to 1: among the labels of its word where words are labelled by
    /// themselves; with every other decoding in all label sequences of the text that the decoding allows.
    /// </param>
    /// <returns>The number of tokens.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary.</exception>
    /// <exception cref="ArgumentException">
    /// There is too little room, two spans share memory, or a word is unknown and the vocabulary has no
    /// <c>&lt;UNK&gt;</c>.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public int TagText(ReadOnlySpan<char> text, Span<Range> tokens, Span<int> labels, Span<float> confidence)
    {
        RequireApart(text, tokens, labels, confidence);
        var room = Math.Min(tokens.Length, Math.Min(labels.Length, confidence.Length));
        var count = RequireTokenizer().Tokenize(text, tokens[..room], labels, out var unknownCount);
        TagTokens(
            text, tokens[..count], labels[..count], new LabelConfidence(confidence[..count]), unknownCount);
        return count;
    }

    /// <summary>Labels UTF-8 text: the same tokens and labels as those of its UTF-16 form.</summary>
    /// <param name="utf8Text">The text, such as a sentence; may be empty, and ill-formed.</param>
    /// <param name="tokens">
    /// Receives the place of each token, in bytes. Room for <c>utf8Text.Length</c> tokens is always enough, here and in
    /// <paramref name="labels"/>.
    /// </param>
    /// <param name="labels">Receives the label index of each token.</param>
    /// <returns>The number of tokens.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary.</exception>
    /// <exception cref="ArgumentException">
    /// There is too little room, two spans share memory, or a word is unknown and the vocabulary has no
    /// <c>&lt;UNK&gt;</c>.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public int TagText(ReadOnlySpan<byte> utf8Text, Span<Range> tokens, Span<int> labels)
    {
        RequireApart(utf8Text, tokens, labels, default);
        var room = Math.Min(tokens.Length, labels.Length);
        var count = RequireTokenizer().Tokenize(utf8Text, tokens[..room], labels, out var unknownCount);
        TagTokens(utf8Text, tokens[..count], labels[..count], default, unknownCount);
        return count;
    }

    /// <summary>Labels UTF-8 text, and gives the probability of every token's label.</summary>
    /// <param name="utf8Text">
    /// The text, as in <see cref="TagText(ReadOnlySpan{byte}, Span{Range}, Span{int})"/>.
    /// </param>
    /// <param name="tokens">Receives the places, as there.</param>
    /// <param name="labels">Receives the label indices, as there.</param>
    /// <param name="confidence">
    /// Receives the probabilities, as in
    /// <see cref="TagText(ReadOnlySpan{char}, Span{Range}, Span{int}, Span{float})"/>.
    /// </param>
    /// <returns>The number of tokens.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary.</exception>
    /// <exception cref="ArgumentException">
    /// There is too little room, two spans share memory, or a word is unknown and the vocabulary has no
    /// <c>&lt;UNK&gt;</c>.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public int TagText(ReadOnlySpan<byte> utf8Text, Span<Range> tokens, Span<int> labels, Span<float> confidence)
    {
        RequireApart(utf8Text, tokens, labels, confidence);
        var room = Math.Min(tokens.Length, Math.Min(labels.Length, confidence.Length));
        var count = RequireTokenizer().Tokenize(utf8Text, tokens[..room], labels, out var unknownCount);
        TagTokens(
            utf8Text, tokens[..count], labels[..count], new LabelConfidence(confidence[..count]), unknownCount);
        return count;
    }

    /// <summary>Labels plain text, gives the probability of labels where it is wanted, and counts tokens.</summary>
    /// <param name="text">
    /// The text, as in <see cref="TagText(ReadOnlySpan{char}, Span{Range}, Span{int})"/>.
    /// </param>
    /// <param name="tokens">Receives the places, as there.</param>
    /// <param name="labels">Receives the label indices, as there.</param>
    /// <param name="confidence">
    /// Receives the probabilities, as in
    /// <see cref="TagText(ReadOnlySpan{char}, Span{Range}, Span{int}, Span{float})"/>; empty where they are not wanted.
    /// </param>
    /// <param name="statistics">Receives the counts.</param>
    /// <returns>The number of tokens.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary.</exception>
    /// <exception cref="ArgumentException">
    /// There is too little room, two spans share memory, or a word is unknown and the vocabulary has no
    /// <c>&lt;UNK&gt;</c>.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public int TagText(
        ReadOnlySpan<char> text,
        Span<Range> tokens,
        Span<int> labels,
        Span<float> confidence,
        out TextStatistics statistics)
    {
        RequireApart(text, tokens, labels, confidence);
        var room = Room(tokens, labels, confidence);
        var count = RequireTokenizer().Tokenize(text, tokens[..room], labels, out var unknownCount);
        var rescoredCount = TagTokens(
            text, tokens[..count], labels[..count], ConfidenceOf(confidence, count), unknownCount);
        statistics = StatisticsOf(count, unknownCount, rescoredCount);
        return count;
    }

    /// <summary>Labels UTF-8 text, gives the probability of labels where it is wanted, and counts tokens.</summary>
    /// <param name="utf8Text">
    /// The text, as in <see cref="TagText(ReadOnlySpan{byte}, Span{Range}, Span{int})"/>.
    /// </param>
    /// <param name="tokens">Receives the places, as there.</param>
    /// <param name="labels">Receives the label indices, as there.</param>
    /// <param name="confidence">
    /// Receives the probabilities, as in
    /// <see cref="TagText(ReadOnlySpan{char}, Span{Range}, Span{int}, Span{float})"/>; empty where they are not wanted.
    /// </param>
    /// <param name="statistics">Receives the counts.</param>
    /// <returns>The number of tokens.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary.</exception>
    /// <exception cref="ArgumentException">
    /// There is too little room, two spans share memory, or a word is unknown and the vocabulary has no
    /// <c>&lt;UNK&gt;</c>.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public int TagText(
        ReadOnlySpan<byte> utf8Text,
        Span<Range> tokens,
        Span<int> labels,
        Span<float> confidence,
        out TextStatistics statistics)
    {
        RequireApart(utf8Text, tokens, labels, confidence);
        var room = Room(tokens, labels, confidence);
        var count = RequireTokenizer().Tokenize(utf8Text, tokens[..room], labels, out var unknownCount);
        var rescoredCount = TagTokens(
            utf8Text, tokens[..count], labels[..count], ConfidenceOf(confidence, count), unknownCount);
        statistics = StatisticsOf(count, unknownCount, rescoredCount);
        return count;
    }

    /// <summary>Refuses spans to write to that share memory with each other, or with the text.</summary>
    [MethodImpl(HotPath.Inlined)]
    private static void RequireApart<TCharacter>(
        ReadOnlySpan<TCharacter> text, Span<Range> tokens, Span<int> labels, Span<float> confidence)
        where TCharacter : unmanaged
    {
        Guard.NoOverlap<Range, TCharacter>(tokens, text);
        Guard.NoOverlap<int, TCharacter>(labels, text);
        Guard.NoOverlap<int, Range>(labels, tokens);
        Guard.NoOverlap<float, TCharacter>(confidence, text);
        Guard.NoOverlap<float, Range>(confidence, tokens);
        Guard.NoOverlap<float, int>(confidence, labels);
    }

    /// <summary>The most tokens that there is room for, where the probability of labels may be unwanted.</summary>
    private static int Room(Span<Range> tokens, Span<int> labels, Span<float> confidence)
    {
        var room = Math.Min(tokens.Length, labels.Length);
        return confidence.IsEmpty ? room : Math.Min(room, confidence.Length);
    }

    /// <summary>What receives the probability of labels, where it is wanted.</summary>
    private static LabelConfidence ConfidenceOf(Span<float> confidence, int count) =>
        confidence.IsEmpty ? default : new LabelConfidence(confidence[..count]);

    private static TextStatistics StatisticsOf(int count, int unknownCount, int rescoredCount) => new()
    {
        TokenCount = count,
        UnknownTokenCount = unknownCount,
        RescoredTokenCount = rescoredCount,
    };

    /// <summary>Replaces the word indices of tokens by the labels of the words.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">[n]: the places of the tokens.</param>
    /// <param name="labels">[n]: their word indices; receives the labels.</param>
    /// <param name="confidence">Receives the probability of the labels; or empty.</param>
    /// <param name="unknownCount">Tokens that the vocabulary does not have.</param>
    /// <returns>The number of words that the product in bytes has left open.</returns>
    [MethodImpl(HotPath.Compiled)]
    private int TagTokens(
        ReadOnlySpan<char> text,
        ReadOnlySpan<Range> tokens,
        Span<int> labels,
        LabelConfidence confidence,
        int unknownCount)
    {
        if (_unknownTokens is null || unknownCount == 0)
        {
            return TagInPlace(labels, confidence, unknownWords: null);
        }

        var words = _unknownTokens.Rent();
        try
        {
            _unknownTokens.Find(text, tokens, labels, words);
            return TagInPlace(labels, confidence, words);
        }
        finally
        {
            _unknownTokens.Return(words);
        }
    }

    /// <summary>The same of a UTF-8 text.</summary>
    [MethodImpl(HotPath.Compiled)]
    private int TagTokens(
        ReadOnlySpan<byte> utf8Text,
        ReadOnlySpan<Range> tokens,
        Span<int> labels,
        LabelConfidence confidence,
        int unknownCount)
    {
        if (_unknownTokens is null || unknownCount == 0)
        {
            return TagInPlace(labels, confidence, unknownWords: null);
        }

        var words = _unknownTokens.Rent();
        try
        {
            _unknownTokens.Find(utf8Text, tokens, labels, words);
            return TagInPlace(labels, confidence, words);
        }
        finally
        {
            _unknownTokens.Return(words);
        }
    }

    /// <summary>
    /// Replaces word indices by the labels of the words. What another thread may have written in their place is the
    /// padding word (<see cref="StepWorkspace.RowOf"/>).
    /// </summary>
    /// <returns>The number of words that the product in bytes has left open.</returns>
    [SkipLocalsInit]
    [MethodImpl(HotPath.Compiled)]
    private int TagInPlace(Span<int> labels, LabelConfidence confidence, UnknownWords? unknownWords)
    {
        SequenceWorkspace.Require(labels.Length, Model.Network);
        int[]? rented = null;
        var memory = labels.Length <= ShortSentence
            ? stackalloc int[ShortSentence]
            : rented = ArrayPool<int>.Shared.Rent(labels.Length);
        try
        {
            var words = memory[..labels.Length];
            labels.CopyTo(words);
            return confidence.IsEmpty
                ? Run(words, new ForwardOutput(labels), unknownWords)
                : RunWithConfidence(words, labels, confidence, unknownWords);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<int>.Shared.Return(rented);
            }
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private int RunWithConfidence(
        ReadOnlySpan<int> words, Span<int> labels, LabelConfidence confidence, UnknownWords? unknownWords = null)
    {
        var state = _workspaces.Get();
        try
        {
            state.Step.Use(unknownWords);
            var before = state.Step.RescoredCount;
            _forward.RunWithConfidence(words, labels, confidence, state);
            return state.Step.RescoredCount - before;
        }
        finally
        {
            // A pool keeps no memory of the caller.
            state.Step.Use(null);
            _workspaces.Return(state);
        }
    }

    private Tokenizer RequireTokenizer() => Model.Tokenizer ?? Model.RequireNames().Tokenizer;
}
