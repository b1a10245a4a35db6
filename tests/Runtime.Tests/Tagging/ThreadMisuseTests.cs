using FastElman.Fixtures;

namespace FastElman.Tests.Tagging;

/// <summary>
/// Streams that two threads use at the same time, which is a mistake of the caller: answers and states may be anything,
/// and a call may fail, but no memory is read or written that is not the stream's.
/// </summary>
public sealed class ThreadMisuseTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    private static readonly ElmanShape Shape = new(
        hiddenSize: 24, labelCount: 9, vocabularySize: 3000, embeddingSize: 4, windowSize: 7);

    /// <summary>The table has room for all words, for some of them, for none.</summary>
    [Theory]
    [InlineData(CompileOptions.DefaultProjectionBudget)]
    [InlineData(100_000)]
    [InlineData(0)]
    public void Two_threads_on_one_stream_break_nothing(long budget)
    {
        var stream = new TaggingStream(Model(budget));
        Misuse(seed =>
        {
            var random = new Random(seed);
            var labels = new int[stream.Delay];
            var rows = new float[stream.Delay * Shape.LabelCount];
            var state = new byte[stream.StateByteCount];
            return () =>
            {
                stream.Push(random.Next(Shape.VocabularySize), out _);
                stream.Push(random.Next(Shape.VocabularySize), out _, rows.AsSpan(0, Shape.LabelCount));
                stream.Prepare();
                if (random.Next(8) == 0)
                {
                    stream.SaveState(state);
                    stream.Complete(labels, rows);
                    stream.RestoreState(state);
                }
            };
        });
    }

    [Theory]
    [InlineData(CompileOptions.DefaultProjectionBudget)]
    [InlineData(100_000)]
    [InlineData(0)]
    public void Two_threads_on_one_group_break_nothing(long budget)
    {
        const int capacity = 50;
        var group = OpenStreams.Of(Model(budget), capacity);
        Misuse(seed =>
        {
            var random = new Random(seed);
            int[] streams = [.. Enumerable.Range(0, capacity)];
            var words = new int[capacity];
            var labels = new int[capacity];
            var rows = new float[capacity * Shape.LabelCount];
            return () =>
            {
                var count = random.Next(1, capacity + 1);
                random.Shuffle(streams);
                words.AsSpan().Fill(random.Next(Shape.VocabularySize));
                group.Tick(streams.AsSpan(0, count), words.AsSpan(0, count), labels.AsSpan(0, count));
                group.Prepare();
                Array.Sort(streams);
                group.Tick(streams, words, labels, rows);
                group.Reset(streams[0]);
            };
        });
    }

    private static CompiledModel Model(long budget) => ElmanModel
        .Create(RandomModel.Parameters(Shape, seed: 1)).Compile(new CompileOptions { ProjectionBudget = budget });

    /// <summary>Makes the calls of two threads, whatever they throw but what comes of a wrong address.</summary>
    private static void Misuse(Func<int, Action> callsOf)
    {
        using var over = new CancellationTokenSource(Duration);
        Exception? failure = null;
        var threads = Enumerable.Range(1, 2).Select(seed => new Thread(() => Call(callsOf(seed)))).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        Assert.Null(failure);

        void Call(Action call)
        {
            while (!over.IsCancellationRequested)
            {
                try
                {
                    call();
                }
                catch (NullReferenceException e)
                {
                    failure = e;
                    return;
                }
                catch (Exception)
                {
                    // The price of the mistake.
                }
            }
        }
    }
}
