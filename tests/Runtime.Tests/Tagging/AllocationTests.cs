using FastElman.Fixtures;
using FastElman.Tests.Network;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>
/// What the documentation promises of the hot path: no byte a call, on any thread, with the same results on all.
/// </summary>
public sealed class AllocationTests
{
    private const int Calls = 10_000;

    private static readonly ElmanShape Shape = new(
        hiddenSize: 20, labelCount: 12, vocabularySize: 50, embeddingSize: 5, windowSize: 5);

    [Theory, EveryInstructionSet]
    public void Tagging_indices_allocates_nothing(InstructionSet instructionSet)
    {
        var tagger = Tagger(instructionSet);
        var words = RandomModel.Sentence(Shape, 12, seed: 1);
        var labels = new int[words.Length];
        Assert.Equal(0, BytesOf(() => tagger.Tag(words, labels)));
    }

    [Theory, EveryInstructionSet]
    public void Probabilities_allocate_nothing_either(InstructionSet instructionSet)
    {
        var tagger = Tagger(instructionSet);
        var words = RandomModel.Sentence(Shape, 12, seed: 2);
        var labels = new int[words.Length];
        var probabilities = new float[words.Length * Shape.LabelCount];
        Assert.Equal(0, BytesOf(() => tagger.Tag(words, labels, probabilities)));
        Assert.Equal(0, BytesOf(() => tagger.TagWithConfidence(words, labels, probabilities.AsSpan(0, words.Length))));
    }

    [Theory]
    [EveryInstructionSet(1, 12, 128)]
    public void Words_allocate_nothing_either(InstructionSet instructionSet, int length)
    {
        var tagger = Tagger(instructionSet);
        var words = RandomModel.Sentence(
            Shape, length, seed: 3).Select(index => tagger.Model.Vocabulary![index].ToUpperInvariant()).ToArray();
        words[0] = "unheard-of-1984";
        var labels = new string[length];
        Assert.Equal(0, BytesOf(() => tagger.Tag(words, labels.AsSpan()), Calls / length));
    }

    [Theory]
    [EveryInstructionSet(false, true)]
    public void A_live_stream_allocates_nothing(InstructionSet instructionSet, bool withTable)
    {
        var stream = new TaggingStream(Model(instructionSet, withTable));
        var words = RandomModel.Sentence(Shape, 6, seed: 4);
        var labels = new int[stream.Delay];
        var row = new float[Shape.LabelCount];
        var rows = new float[stream.Delay * Shape.LabelCount];
        var state = new byte[stream.StateByteCount];
        Assert.Equal(0, BytesOf(
            () =>
            {
                foreach (var word in words)
                {
                    stream.Prepare();
                    stream.Push(word, out _);
                    stream.Push(word, out _, row);
                    stream.PushWithConfidence(word, out _, out _);
                    stream.SaveState(state);
                    stream.RestoreState(state);
                }

                stream.Complete(labels);
                stream.Push(1, out _);
                stream.Complete(labels, rows);
                stream.Push(1, out _);
                stream.CompleteWithConfidence(labels, rows);
                stream.Reset();
            },
            Calls / 10));
    }

    [Theory]
    [EveryInstructionSet(false, true)]
    public void A_group_of_streams_allocates_nothing(InstructionSet instructionSet, bool withTable)
    {
        var group = OpenStreams.Of(Model(instructionSet, withTable), 35);
        int[] streams = [.. Enumerable.Range(0, group.Capacity)];
        var words = RandomModel.Sentence(Shape, group.Capacity, seed: 5);
        var labels = new int[group.Capacity];
        var rows = new float[group.Capacity * Shape.LabelCount];
        var state = new byte[group.StateByteCount];
        Assert.Equal(0, BytesOf(
            () =>
            {
                group.Tick(streams, words, labels);
                group.Prepare(streams.AsSpan(1, 20));
                group.Tick(streams, words, labels, rows);
                group.TickWithConfidence(streams, words, labels, rows.AsSpan(0, words.Length));
                group.Prepare();
                group.SaveState(1, state);
                group.RestoreState(3, state);
                group.Tick(streams.AsSpan(3, 7), words.AsSpan(0, 7), labels.AsSpan(0, 7));
                group.Complete(2, labels);
                group.Complete(3, labels, rows);
                group.CompleteWithConfidence(4, labels, rows);
                group.Reset(4);
                Reopen(group, ref streams[7]);
                Reopen(group, ref streams[34]);
            },
            Calls / 10));

        static void Reopen(StreamGroup group, ref int stream)
        {
            group.Close(stream);
            Assert.True(group.TryOpen(out stream) && group.IsOpen(stream) && group.GetIndex(stream) < group.Capacity);
            group.Close(stream);
            stream = group.Open();
        }
    }

    [Theory]
    [EveryInstructionSet(false, true)]
    public void A_batch_allocates_nothing(InstructionSet instructionSet, bool withTable)
    {
        var tagger = new BatchTagger(Model(instructionSet, withTable));
        int[] lengths = [.. Enumerable.Range(0, 40).Select(i => i % 5)];
        var words = RandomModel.Sentence(Shape, lengths.Sum(), seed: 6);
        var labels = new int[words.Length];
        var rows = new float[words.Length * Shape.LabelCount];
        Assert.Equal(0, BytesOf(() => tagger.Tag(words, lengths, labels), Calls / 20));
        Assert.Equal(0, BytesOf(() => tagger.Tag(words, lengths, labels, rows), Calls / 20));
        var confidence = rows.AsMemory(0, words.Length);
        Assert.Equal(0, BytesOf(
            () => tagger.TagWithConfidence(words, lengths, labels, confidence.Span), Calls / 20));
    }

    /// <summary>A network that needs whole sentences takes memory for its longest sentence once.</summary>
    [Theory, EveryInstructionSet]
    public void Every_kind_and_activation_allocates_nothing_in_any_form(InstructionSet instructionSet)
    {
        foreach (var variant in VariantSample.All)
        {
            var shape = new ElmanShape(9, 12, 20, 4, 3, variant);
            foreach (var model
                in ModelSample.WithTableAndWithout(VariantSample.Parameters(shape, seed: 1), instructionSet))
            {
                AssertAllocatesNothing(model);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Every_decoding_allocates_nothing(InstructionSet instructionSet) =>
        Assert.All(DecodingSample.Models(instructionSet), AssertAllocatesNothing);

    /// <summary>
    /// Of the thread that calls; memory for another thread's slots is taken once, as is what the pool needs to call it.
    /// </summary>
    [Fact]
    public void A_batch_on_several_threads_allocates_nothing_in_the_long_run()
    {
        var tagger = new BatchTagger(Model(SimdInfo.Active, withTable: true), 3);
        int[] lengths = [.. Enumerable.Range(0, 60).Select(i => i % 5)];
        var words = RandomModel.Sentence(Shape, lengths.Sum(), seed: 6);
        var labels = new int[words.Length];
        Assert.Equal(0, BytesOf(() => tagger.Tag(words, lengths, labels), Calls / 20));
    }

    [Fact]
    public void Eight_threads_allocate_nothing_and_agree_with_one()
    {
        const int threads = 8;
        var tagger = Tagger(SimdInfo.Active);
        var sentences = Enumerable.Range(
            0, 40).Select(length => RandomModel.Sentence(Shape, length, seed: length)).ToArray();
        var expected = sentences.Select(words => ForwardRun.Of(tagger.Model, words)).ToArray();

        // More run states in the pool than threads that measure: two that return and take at the same moment may each
        // find the pool empty although a state is on its way back.
        var longSentence = RandomModel.Sentence(Shape, 100_000, seed: 1);
        OnThreads(3 * threads, barrier =>
        {
            var labels = new int[longSentence.Length];
            barrier.SignalAndWait();
            tagger.Tag(longSentence, labels);
            return 0;
        });

        var allocated = OnThreads(threads, barrier =>
        {
            var labels = sentences.Select(words => new int[words.Length]).ToArray();
            var probabilities = sentences.Select(words => new float[words.Length * Shape.LabelCount]).ToArray();
            barrier.SignalAndWait();
            var next = 0;
            var bytes = BytesOf(
                () =>
                {
                    var i = next++ % sentences.Length;
                    tagger.Tag(sentences[i], labels[i], probabilities[i]);
                },
                calls: 4000);
            for (var i = 0; i < sentences.Length; i++)
            {
                Assert.Equal(expected[i].Labels, labels[i]);
                Bits.AssertEqual(expected[i].Probabilities, probabilities[i]);
            }

            return bytes;
        });
        Assert.All(allocated, bytes => Assert.Equal(0, bytes));
    }

    [Theory, EveryInstructionSet]
    public void Words_that_the_projection_budget_does_not_hold_allocate_nothing_either(InstructionSet instructionSet)
    {
        foreach (var kind in (NetworkKind[])[NetworkKind.Elman, NetworkKind.Bidirectional])
        {
            var shape = new ElmanShape(20, 12, 50, 5, 5, new NetworkVariant(kind));
            var model = ElmanModel.Create(RandomModel.Parameters(shape, seed: 1)).Compile(
                new CompileOptions { InstructionSet = instructionSet, ProjectionBudget = 8_000 });
            Assert.InRange(model.Diagnostics.ProjectionCapacity, 1, 49);
            AssertAllocatesNothing(model);
        }
    }

    private static void AssertAllocatesNothing(CompiledModel model)
    {
        var tagger = new Tagger(model);
        var batch = new BatchTagger(model);
        var stream = model.CanStream ? new TaggingStream(model) : null;
        int[] lengths = [40, 0, 3, 70, 1];
        var words = RandomModel.Sentence(model.Shape, lengths.Sum(), seed: 6);
        var labels = new int[words.Length];
        var rows = new float[words.Length * model.Shape.LabelCount];
        var row = new float[model.Shape.LabelCount];
        Assert.Equal(0, BytesOf(
            () =>
            {
                tagger.Tag(words, labels);
                tagger.Tag(words, labels, rows);
                batch.Tag(words, lengths, labels);
                batch.Tag(words, lengths, labels, rows);
                stream?.Push(words[0], out _);
                stream?.Push(words[1], out _, row);
                stream?.Prepare();
                stream?.Complete(labels, rows);
            },
            Calls / 200));
    }

    private static CompiledModel Model(InstructionSet instructionSet, bool withTable) =>
        ModelSample.WithTableAndWithout(RandomModel.Parameters(Shape, seed: 1), instructionSet).Single(
            model => model.Network.Forward.Projection is not null == withTable);

    private static Tagger Tagger(InstructionSet instructionSet) => new(ElmanModel.Create(
        RandomModel.Parameters(Shape, seed: 1),
        RandomModel.Vocabulary(Shape),
        RandomModel.Labels(Shape)).Compile(new CompileOptions { InstructionSet = instructionSet }));

    /// <summary>
    /// The bytes of so many calls after a warm-up. When the runtime recompiles a method in the middle of them, it
    /// allocates tables of its own, once; what a call itself allocates comes back in every round. So the least of a few
    /// rounds is taken.
    /// </summary>
    private static long BytesOf(Action call, int calls = Calls)
    {
        call();
        var least = long.MaxValue;
        for (var round = 0; round < 5 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < calls; i++)
            {
                call();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static long[] OnThreads(int count, Func<Barrier, long> work)
    {
        using var barrier = new Barrier(count);
        var results = new long[count];
        var failures = new Exception?[count];
        var threads = Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            try
            {
                results[i] = work(barrier);
            }
            catch (Exception e)
            {
                failures[i] = e;
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(failures, Assert.Null);
        return results;
    }
}
