using System.Runtime;
using System.Runtime.CompilerServices;
using System.Text;
using FastElman.Fixtures;

namespace FastElman.Tests.Tagging;

/// <summary>Calls every form of tagging once, and counts the methods that are compiled for it.</summary>
internal static class FirstCalls
{
    private const string Text = "Flights from b to word3 , a/b and 2 p.m.";

    /// <summary>The forms: type and method, and what tells overloads apart.</summary>
    public static IEnumerable<string> Names => Forms(Model(SimdInfo.Active)).Select(form => form.Name);

    /// <summary>The forms that compile something on their first call.</summary>
    /// <param name="instructionSet">The instruction set; a number, because the caller may know another type.</param>
    /// <param name="warm">Whether the model is warmed up before.</param>
    /// <returns>Such as <c>Tagger.Tag: 3</c>.</returns>
    public static string[] Count(int instructionSet, bool warm)
    {
        var model = Model((InstructionSet)instructionSet);
        if (warm)
        {
            model.Warmup();
        }

        var forms = Forms(model);
        forms.ForEach(form => RuntimeHelpers.PrepareDelegate(form.Call));
        _ = Compiled(static () => { });
        var counts = forms.Select(form => (form.Name, Methods: Compiled(form.Call))).ToList();
        return [.. counts.Where(each => each.Methods > 0).Select(each => $"{each.Name}: {each.Methods}")];
    }

    private static long Compiled(Action call)
    {
        var before = JitInfo.GetCompiledMethodCount(currentThread: true);
        call();
        return JitInfo.GetCompiledMethodCount(currentThread: true) - before;
    }

    private static CompiledModel Model(InstructionSet instructionSet)
    {
        string[] words =
            [Vocabulary.UnknownWord, "from", "to", "b", "word3", ",", .. Enumerable.Range(0, 24).Select(i => $"w{i}")];
        string[] labels =
            [LabelSet.Outside, .. Enumerable.Range(0, 18).SelectMany(i => (string[])[$"B-s{i}", $"I-s{i}"])];
        var shape = new ElmanShape(
            hiddenSize: 21,
            labels.Length,
            words.Length,
            embeddingSize: 4,
            windowSize: 5,
            NetworkVariant.Tutorial,
            subwordCount: 50);
        return ElmanModel.Create(RandomModel.Parameters(shape, seed: 1), new Vocabulary(words), new LabelSet(labels))
            .Compile(new CompileOptions { InstructionSet = instructionSet });
    }

    private static List<(string Name, Action Call)> Forms(CompiledModel model)
    {
        var tagger = new Tagger(model);
        var batch = new BatchTagger(model, maxDegreeOfParallelism: 1);
        var stream = new TaggingStream(model);
        var group = new StreamGroup(model, 10);
        return
        [
            .. OfTaggers(model, tagger, batch), .. OfText(model, tagger, batch), .. OfStream(stream), .. OfGroup(group),
        ];
    }

    private static List<(string Name, Action Call)> OfTaggers(CompiledModel model, Tagger tagger, BatchTagger batch)
    {
        int[] words = [.. Enumerable.Range(1, 9)], lengths = [4, 5];
        var labels = new int[9];
        var confidence = new float[9];
        var probabilities = new float[9 * model.Shape.LabelCount];
        return
        [
            ("Tagger.Tag", () => tagger.Tag(words, labels)),
            ("Tagger.Tag with probabilities", () => tagger.Tag(words, labels, probabilities)),
            ("Tagger.TagWithConfidence", () => tagger.TagWithConfidence(words, labels, confidence)),
            ("BatchTagger.Tag", () => batch.Tag(words, lengths, labels)),
            ("BatchTagger.Tag with probabilities", () => batch.Tag(words, lengths, labels, probabilities)),
            ("BatchTagger.TagWithConfidence", () => batch.TagWithConfidence(words, lengths, labels, confidence)),
        ];
    }

    private static List<(string Name, Action Call)> OfText(CompiledModel model, Tagger tagger, BatchTagger batch)
    {
        var utf8 = Encoding.UTF8.GetBytes(Text);
        string[] words = Text.Split(' '), names = new string[words.Length], slotLabels = ["O", "B-a", "I-a"];
        IReadOnlyList<IReadOnlyList<string>> sentences = new List<string[]> { words, words };
        IReadOnlyList<string> texts = new List<string> { Text, Text };
        var tokens = new Range[64];
        var labels = new int[64];
        var confidence = new float[64];
        var slots = new SlotTokens[64];
        var buffer = new WordBuffer(model);
        var probabilities = new float[2 * model.Shape.LabelCount];
        int[] two = [1, 1];
        return
        [
            ("Tokenizer.Tokenize", () => model.Tokenizer!.Tokenize(Text, tokens)),
            ("Tokenizer.Tokenize UTF-8", () => model.Tokenizer!.Tokenize(utf8, tokens)),
            ("Tagger.Tag names", () => tagger.Tag(words)),
            ("Tagger.Tag spans of names", () => tagger.Tag(words.AsSpan(), names.AsSpan())),
            ("Tagger.TagSentence", () => tagger.TagSentence(Text)),
            ("Tagger.TagText", () => tagger.TagText(Text, tokens, labels)),
            ("Tagger.TagText confidence", () => tagger.TagText(Text, tokens, labels, confidence)),
            ("Tagger.TagText statistics", () => tagger.TagText(Text, tokens, labels, confidence, out _)),
            ("Tagger.TagText UTF-8", () => tagger.TagText(utf8, tokens, labels)),
            ("Tagger.TagText UTF-8, confidence", () => tagger.TagText(utf8, tokens, labels, confidence)),
            ("Tagger.TagText UTF-8, statistics", () => tagger.TagText(utf8, tokens, labels, confidence, out _)),
            ("Tagger.FindSlots", () => tagger.FindSlots(Text)),
            ("Tagger.FindSlots statistics", () => tagger.FindSlots(Text, out _)),
            ("Tagger.FindSlots UTF-8", () => tagger.FindSlots(utf8)),
            ("Tagger.FindSlots UTF-8, statistics", () => tagger.FindSlots(utf8, out _)),
            ("BatchTagger.Tag names", () => batch.Tag(sentences)),
            ("WordBuffer.Add", () => buffer.Add("unheard-of")),
            ("WordBuffer.Add index", () => buffer.Add(2)),
            ("Tagger.Tag words", () => tagger.Tag(buffer, labels.AsSpan(0, 2))),
            ("Tagger.Tag words with probabilities", () => tagger.Tag(buffer, labels.AsSpan(0, 2), probabilities)),
            ("Tagger.TagWithConfidence words", () => tagger.TagWithConfidence(
                buffer, labels.AsSpan(0, 2), confidence.AsSpan(0, 2))),
            ("BatchTagger.Tag words", () => batch.Tag(buffer, two, labels.AsSpan(0, 2))),
            ("BatchTagger.Tag words with probabilities", () => batch.Tag(
                buffer, two, labels.AsSpan(0, 2), probabilities)),
            ("BatchTagger.TagWithConfidence words", () => batch.TagWithConfidence(
                buffer, two, labels.AsSpan(0, 2), confidence.AsSpan(0, 2))),
            ("WordBuffer.Clear", buffer.Clear),
            ("BatchTagger.FindSlots", () => batch.FindSlots(texts)),
            ("BatchTagger.FindSlots statistics", () => batch.FindSlots(texts, out _)),
            ("SlotReader.Read", () => SlotReader.Read(model.Labels!, labels.AsSpan(0, 5), slots)),
            ("SlotReader.Read names", () => SlotReader.Read(slotLabels)),
        ];
    }

    private static List<(string Name, Action Call)> OfStream(TaggingStream stream)
    {
        var labels = new int[9];
        var names = new string[9];
        var confidence = new float[9];
        var probabilities = new float[9 * stream.Model.Shape.LabelCount];
        var one = stream.Model.Shape.LabelCount;
        var state = new byte[stream.StateByteCount];
        var words = Text.Split(' ').ToAsyncEnumerable();
        return
        [
            ("TaggingStream.Push", () => stream.Push(3, out _)),
            ("TaggingStream.Prepare", stream.Prepare),
            ("TaggingStream.Complete", () => stream.Complete(labels)),
            ("TaggingStream.Push with probabilities", () => stream.Push(3, out _, probabilities.AsSpan(0, one))),
            ("TaggingStream.Complete with probabilities", () => stream.Complete(labels, probabilities)),
            ("TaggingStream.PushWithConfidence", () => stream.PushWithConfidence(3, out _, out _)),
            ("TaggingStream.SaveState", () => stream.SaveState(state)),
            ("TaggingStream.RestoreState", () => stream.RestoreState(state)),
            ("TaggingStream.CompleteWithConfidence", () => stream.CompleteWithConfidence(labels, confidence)),
            ("TaggingStream.Push name", () => stream.Push("from", out _)),
            ("TaggingStream.GetWordIndex", () => stream.Push(stream.GetWordIndex("unheard-of"), out int _)),
            ("TaggingStream.SaveState of unknown words", () => stream.SaveState(state)),
            ("TaggingStream.RestoreState of unknown words", () => stream.RestoreState(state)),
            ("TaggingStream.Complete names", () => stream.Complete(names)),
            ("TaggingStream.Reset", stream.Reset),
            ("TaggingStreamExtensions.TagAsync", () =>
            {
                var items = stream.TagAsync(words).GetAsyncEnumerator();
                while (items.MoveNextAsync().AsTask().Result)
                {
                    _ = items.Current;
                }
            }),
            ("TaggingStreamExtensions.FindSlotsAsync", () =>
            {
                var items = stream.FindSlotsAsync(words).GetAsyncEnumerator();
                while (items.MoveNextAsync().AsTask().Result)
                {
                    _ = items.Current;
                }
            }),
        ];
    }

    private static List<(string Name, Action Call)> OfGroup(StreamGroup group)
    {
        int[] streams = new int[9], words = [.. Enumerable.Range(1, 9)], unknown = new int[1];
        var labels = new int[9];
        var confidence = new float[9];
        var probabilities = new float[9 * group.Model.Shape.LabelCount];
        var state = new byte[group.StateByteCount];
        return
        [
            ("StreamGroup.Open", () => streams[0] = group.Open()),
            ("StreamGroup.TryOpen", () =>
            {
                for (var i = 1; i < streams.Length; i++)
                {
                    group.TryOpen(out streams[i]);
                }
            }),
            ("StreamGroup.IsOpen", () => group.IsOpen(streams[8])),
            ("StreamGroup.GetIndex", () => group.GetIndex(streams[8])),
            ("StreamGroup.GetWordIndex", () => unknown[0] = group.GetWordIndex(streams[0], "unheard-of")),
            ("StreamGroup.Tick of an unknown word", () => group.Tick(
                streams.AsSpan(0, 1), unknown, labels.AsSpan(0, 1))),
            ("StreamGroup.Tick", () => group.Tick(streams, words, labels)),
            ("StreamGroup.Prepare", group.Prepare),
            ("StreamGroup.Tick with probabilities", () => group.Tick(streams, words, labels, probabilities)),
            ("StreamGroup.Prepare some", () => group.Prepare(streams)),
            ("StreamGroup.TickWithConfidence", () => group.TickWithConfidence(streams, words, labels, confidence)),
            ("StreamGroup.Complete", () => group.Complete(0, labels)),
            ("StreamGroup.Complete with probabilities", () => group.Complete(1, labels, probabilities)),
            ("StreamGroup.CompleteWithConfidence", () => group.CompleteWithConfidence(2, labels, confidence)),
            ("StreamGroup.SaveState", () => group.SaveState(3, state)),
            ("StreamGroup.RestoreState", () => group.RestoreState(4, state)),
            ("StreamGroup.Reset", () => group.Reset(3)),
            ("StreamGroup.Close", () => group.Close(3)),
        ];
    }
}
