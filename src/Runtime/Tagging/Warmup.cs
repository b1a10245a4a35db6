using System.Text;
using FastElman.Network;

namespace FastElman.Tagging;

/// <summary>
/// Does at start-up what the first requests would have to wait for otherwise: see <see cref="CompiledModel.Warmup"/>.
/// </summary>
internal static class Warmup
{
    /// <summary>Runs every way to tag once.</summary>
    public static void Run(CompiledModel model)
    {
        // Every vocabulary has the padding word. Five words are one more than a block of rows in a matrix product.
        Span<int> words = [-1, -1, -1, -1, -1];
        Span<int> labels = stackalloc int[words.Length];
        var probabilities = new float[words.Length * model.Shape.LabelCount];
        TimeStep.Create(model.Network, model.InstructionSet).WarmUp(
            StepWorkspace.ForLockstep(model.Network, StreamBatch.MaximumStreams));
        ForwardPass.Create(model.Network, model.InstructionSet).WarmUp(new SentenceWorkspace(model.Network));
        var tagger = new Tagger(model);
        tagger.Tag(words, labels);
        tagger.Tag(words, labels, probabilities);
        tagger.TagWithConfidence(words, labels, probabilities.AsSpan(0, words.Length));

        var batch = new BatchTagger(model);
        batch.Tag(words, [1, 1, 1, 1, 1], labels);
        batch.Tag(words, [1, 1, 1, 1, 1], labels, probabilities);
        batch.TagWithConfidence(words, [1, 1, 1, 1, 1], labels, probabilities.AsSpan(0, words.Length));
        if (model is { Tokenizer: { } tokenizer, Labels: not null } && TextFor(tokenizer.Vocabulary) is { } text)
        {
            WarmUpText(model, tagger, batch, text);
        }

        if (model.CanStream)
        {
            WarmUpStreams(model, words, labels, probabilities);
        }
    }

    /// <summary>A text whose words are known, or may be unknown; null where there is none.</summary>
    private static string? TextFor(Vocabulary vocabulary) => vocabulary switch
    {
        { UnknownIndex: not null } => "A (sentence), with word/word and st. 1,000.",
        { Count: > 0 } when !vocabulary[0].Any(char.IsWhiteSpace) => vocabulary[0],
        _ => null,
    };

    /// <summary>The paths of text in both encodings, of names and of slots.</summary>
    private static void WarmUpText(CompiledModel model, Tagger tagger, BatchTagger batch, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var tokens = new Range[text.Length];
        var labels = new int[text.Length];
        var confidence = new float[text.Length];
        var slots = new SlotTokens[text.Length];
        model.Tokenizer!.Tokenize(utf8, tokens);
        model.Tokenizer.Tokenize(text, tokens);
        tagger.TagText(utf8, tokens, labels);
        tagger.TagText(utf8, tokens, labels, confidence);
        tagger.TagText(utf8, tokens, labels, confidence, out _);
        tagger.TagText(text, tokens, labels);
        tagger.TagText(text, tokens, labels, confidence, out _);
        SlotReader.Read(model.Labels!, labels.AsSpan(0, tagger.TagText(text, tokens, labels, confidence)), slots);
        tagger.FindSlots(utf8);
        tagger.FindSlots(text);
        batch.FindSlots([text]);
        batch.FindSlots(new List<string> { text });
        string[] words = [.. tagger.TagSentence(text).Select(word => word.Word)];
        tagger.Tag(words.AsSpan(), new string[words.Length]);
        Enumerate(SlotReader.Read(tagger.Tag(words)));
        SlotReader.Read(["B-slot", "I-slot"]);
        batch.Tag([words]);
        batch.Tag(new List<IReadOnlyList<string>> { words });

        WarmUpBuffer(model, tagger, batch, words);

        // A text may have no slots; one that has gives them as a list.
        Enumerate<Slot>(new List<Slot> { default });
        if (model.CanStream)
        {
            WarmUpWords(new TaggingStream(model), words);
        }
    }

    /// <summary>Words by name with labels by index.</summary>
    private static void WarmUpBuffer(CompiledModel model, Tagger tagger, BatchTagger batch, string[] words)
    {
        var buffer = new WordBuffer(model);
        foreach (var word in words)
        {
            buffer.Add(word);
        }

        buffer.Add(-1);
        var count = buffer.Count;
        var (labels, confidence) = (new int[count], new float[count]);
        var probabilities = new float[count * model.Shape.LabelCount];
        tagger.Tag(buffer, labels);
        tagger.Tag(buffer, labels, probabilities);
        tagger.TagWithConfidence(buffer, labels, confidence);
        batch.Tag(buffer, [count], labels);
        batch.Tag(buffer, [count], labels, probabilities);
        batch.TagWithConfidence(buffer, [count], labels, confidence);
        buffer.Clear();
    }

    /// <summary>Words by name that come one by one, also from asynchronous sources.</summary>
    private static void WarmUpWords(TaggingStream stream, string[] words)
    {
        var state = new byte[stream.StateByteCount];
        foreach (var word in words)
        {
            stream.Push(word, out _);
            stream.Push(stream.GetWordIndex(word), out int _);
            stream.SaveState(state);
            stream.RestoreState(state);
        }

        stream.Complete(new string[stream.Delay]);
        var group = new StreamGroup(stream.Model, 1);
        group.Open();
        foreach (var word in words)
        {
            group.Tick([0], [group.GetWordIndex(0, word)], new int[1]);
        }

#pragma warning disable RS0030 // A source in memory never waits, so both are complete at once.
        EnumerateAsync(stream.TagAsync(words.ToAsyncEnumerable())).GetAwaiter().GetResult();
        EnumerateAsync(stream.FindSlotsAsync(words.ToAsyncEnumerable())).GetAwaiter().GetResult();
#pragma warning restore RS0030
        stream.Reset();
    }

    private static void Enumerate<T>(IReadOnlyList<T> items)
    {
        foreach (var item in items)
        {
            _ = item;
        }
    }

    private static async Task EnumerateAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (var item in items.ConfigureAwait(false))
        {
            _ = item;
        }
    }

    /// <summary>Words by index that come one by one, for one stream and for many.</summary>
    private static void WarmUpStreams(
        CompiledModel model, ReadOnlySpan<int> words, Span<int> labels, Span<float> probabilities)
    {
        var stream = new TaggingStream(model);
        var waiting = new int[stream.Delay];
        var ofWaiting = new float[stream.Delay * model.Shape.LabelCount];
        var state = new byte[stream.StateByteCount];
        stream.Prepare();
        stream.Push(-1, out _);
        stream.Complete(waiting);
        stream.Push(-1, out _, probabilities[..model.Shape.LabelCount]);
        stream.Complete(waiting, ofWaiting);
        stream.PushWithConfidence(-1, out _, out _);
        stream.CompleteWithConfidence(waiting, ofWaiting);
        stream.SaveState(state);
        stream.RestoreState(state);
        _ = stream.Statistics;
        stream.Reset();

        var group = new StreamGroup(model, words.Length);
        int[] streams = [group.Open(), group.Open(), group.Open(), group.Open(), 0];
        group.TryOpen(out streams[^1]);
        for (var i = 0; i <= group.Delay; i++)
        {
            group.Tick(streams, words, labels);
            group.Tick(streams, words, labels, probabilities);
            group.TickWithConfidence(streams, words, labels, probabilities[..words.Length]);
            group.Prepare(streams);
        }

        group.Prepare();
        group.Complete(streams[0], waiting);
        group.Complete(streams[1], waiting, ofWaiting);
        group.CompleteWithConfidence(streams[2], waiting, ofWaiting);
        group.SaveState(streams[3], state.AsSpan(0, group.StateByteCount));
        group.RestoreState(streams[4], state);
        group.Reset(streams[3]);
        group.GetIndex(streams[3]);
        group.IsOpen(streams[3]);
        group.Close(streams[3]);
    }
}
