using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using FastElman.Network;
using FastElman.Simd;
using FastElman.Tagging;

namespace FastElman;

/// <content>The forms that take plain text: its tokens, and its slots.</content>
public sealed partial class Tagger
{
    /// <summary>Labels a sentence of plain text, which the model's tokenizer divides into words.</summary>
    /// <param name="sentence">The text; may be empty.</param>
    /// <returns>The words with their labels, in order.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">A word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.</exception>
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
    /// There is too little room, or a word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public int TagText(ReadOnlySpan<char> text, Span<Range> tokens, Span<int> labels)
    {
        var count = RequireTokenizer().Tokenize(text, tokens[..Math.Min(tokens.Length, labels.Length)], labels);
        TagInPlace(labels[..count], default);
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
    /// There is too little room, or a word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public int TagText(ReadOnlySpan<char> text, Span<Range> tokens, Span<int> labels, Span<float> confidence)
    {
        var room = Math.Min(tokens.Length, Math.Min(labels.Length, confidence.Length));
        var count = RequireTokenizer().Tokenize(text, tokens[..room], labels);
        TagInPlace(labels[..count], new LabelConfidence(confidence[..count]));
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
    /// There is too little room, or a word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public int TagText(ReadOnlySpan<byte> utf8Text, Span<Range> tokens, Span<int> labels)
    {
        var count = RequireTokenizer().Tokenize(utf8Text, tokens[..Math.Min(tokens.Length, labels.Length)], labels);
        TagInPlace(labels[..count], default);
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
    /// There is too little room, or a word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public int TagText(ReadOnlySpan<byte> utf8Text, Span<Range> tokens, Span<int> labels, Span<float> confidence)
    {
        var room = Math.Min(tokens.Length, Math.Min(labels.Length, confidence.Length));
        var count = RequireTokenizer().Tokenize(utf8Text, tokens[..room], labels);
        TagInPlace(labels[..count], new LabelConfidence(confidence[..count]));
        return count;
    }

    /// <summary>Finds the slots of a text.</summary>
    /// <param name="text">The text, such as a sentence; may be empty.</param>
    /// <returns>The slots in order, with their places in characters (UTF-16 code units).</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">A word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.</exception>
    public IReadOnlyList<Slot> FindSlots(string text) => FindSlots(text, out _);

    /// <summary>Finds the slots of a text, and says how many were left out.</summary>
    /// <param name="text">The text, as in <see cref="FindSlots(string)"/>.</param>
    /// <param name="omittedCount">
    /// Receives the number of slots below <see cref="CompiledModel.MinimumConfidence"/>.
    /// </param>
    /// <returns>The other slots in order, with their places in characters (UTF-16 code units).</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">A word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.</exception>
    public IReadOnlyList<Slot> FindSlots(string text, out int omittedCount)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (tokenizer, _) = Model.RequireNames();
        var workspace = _texts.Get();
        try
        {
            workspace.Reserve(text.Length);
            var slots = CollectSlots(
                workspace, tokenizer.Tokenize(text, workspace.Tokens, workspace.Labels), out omittedCount);
            foreach (ref var slot in CollectionsMarshal.AsSpan(slots))
            {
                slot = slot with { Text = text[slot.Start..slot.End] };
            }

            return slots;
        }
        finally
        {
            _texts.Return(workspace);
        }
    }

    /// <summary>Finds the slots of a UTF-8 text.</summary>
    /// <param name="utf8Text">The text, such as a sentence; may be empty, and ill-formed.</param>
    /// <returns>The slots in order, with their places in bytes.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">A word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.</exception>
    public IReadOnlyList<Slot> FindSlots(ReadOnlySpan<byte> utf8Text) => FindSlots(utf8Text, out _);

    /// <summary>Finds the slots of a UTF-8 text, and says how many were left out.</summary>
    /// <param name="utf8Text">The text, as in <see cref="FindSlots(ReadOnlySpan{byte})"/>.</param>
    /// <param name="omittedCount">
    /// Receives the number of slots below <see cref="CompiledModel.MinimumConfidence"/>.
    /// </param>
    /// <returns>The other slots in order, with their places in bytes.</returns>
    /// <exception cref="InvalidOperationException">The model has no vocabulary or no labels.</exception>
    /// <exception cref="ArgumentException">A word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.</exception>
    public IReadOnlyList<Slot> FindSlots(ReadOnlySpan<byte> utf8Text, out int omittedCount)
    {
        var (tokenizer, _) = Model.RequireNames();
        var workspace = _texts.Get();
        try
        {
            workspace.Reserve(utf8Text.Length);
            var slots = CollectSlots(
                workspace, tokenizer.Tokenize(utf8Text, workspace.Tokens, workspace.Labels), out omittedCount);
            foreach (ref var slot in CollectionsMarshal.AsSpan(slots))
            {
                slot = slot with { Text = Encoding.UTF8.GetString(utf8Text[slot.Start..slot.End]) };
            }

            return slots;
        }
        finally
        {
            _texts.Return(workspace);
        }
    }

    /// <summary>Replaces word indices, all of them in the vocabulary, by the labels of the words.</summary>
    [SkipLocalsInit]
    [MethodImpl(HotPath.Compiled)]
    private void TagInPlace(Span<int> labels, LabelConfidence confidence)
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
            if (confidence.IsEmpty)
            {
                Run(words, new ForwardOutput(labels));
            }
            else
            {
                RunWithConfidence(words, labels, confidence);
            }
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
    private void RunWithConfidence(ReadOnlySpan<int> words, Span<int> labels, LabelConfidence confidence)
    {
        var state = _workspaces.Get();
        try
        {
            _forward.RunWithConfidence(words, labels, confidence, state);
        }
        finally
        {
            _workspaces.Return(state);
        }
    }

    private List<Slot> CollectSlots(TextWorkspace workspace, int count, out int omittedCount)
    {
        var labels = workspace.Labels.AsSpan(0, count);
        var confidence = new LabelConfidence(
            workspace.Confidence.AsSpan(0, count), workspace.Continuations.AsSpan(0, count));
        TagInPlace(labels, confidence);
        return SlotCollector.Collect(Model, workspace.Tokens.AsSpan(0, count), labels, confidence, out omittedCount);
    }

    private Tokenizer RequireTokenizer() => Model.Tokenizer ?? Model.RequireNames().Tokenizer;
}
