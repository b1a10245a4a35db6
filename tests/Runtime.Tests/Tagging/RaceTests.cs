using System.Runtime.InteropServices;
using System.Text;
using FastElman.Fixtures;

namespace FastElman.Tests.Tagging;

/// <summary>
/// Memory that another thread changes during a call, in every way of running: results may be anything, but nothing is
/// read or written outside the spans, and nothing is thrown but a refusal of arguments.
/// </summary>
public sealed class RaceTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.5);

    public static TheoryData<string> Ways => OverlapTests.Ways;

    private static IEnumerable<CompiledModel> StreamingModels => OverlapWay.Models.Where(model => model.CanStream);

    [Theory, MemberData(nameof(Ways))]
    public void Spans_that_another_thread_changes_break_nothing(string name)
    {
        var way = OverlapWay.All.Single(each => each.Name == name);
        var models = OverlapWay.Models.Where(model => model.CanStream || !way.IsStreaming).ToArray();
        foreach (var model in models)
        {
            var arena = way.ArenaFor(model);
            Assert.True(RacingWriter.Race(arena.Bytes, Duration / models.Length, () => way.Run(model, arena)) > 0);
        }
    }

    [Fact]
    public void A_saved_state_that_another_thread_changes_breaks_nothing()
    {
        foreach (var model in StreamingModels)
        {
            var stream = OverlapWay.Started(model);
            var group = OverlapWay.StartedGroup(model);
            var state = new byte[stream.StateByteCount];
            stream.SaveState(state);
            var labels = new int[stream.Delay];
            RacingWriter.Race(state, Duration / 2, () =>
            {
                Restore(() => stream.RestoreState(state));
                Restore(() => group.RestoreState(3, state));
                Assert.InRange(stream.Complete(labels), 0, stream.Delay);
                Assert.InRange(group.Complete(3, labels), 0, stream.Delay);
            });
        }

        static void Restore(Action restore)
        {
            try
            {
                restore();
            }
            catch (StreamStateException)
            {
                // Seen in time.
            }
        }
    }

    [Fact]
    public void Streams_to_prepare_that_another_thread_changes_break_nothing()
    {
        foreach (var model in StreamingModels)
        {
            var group = OverlapWay.StartedGroup(model);
            var bytes = new byte[4 * group.OpenCount];
            var streams = MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
            for (var i = 0; i < streams.Length; i++)
            {
                streams[i] = i;
            }

            var labels = new int[1];
            RacingWriter.Race(bytes, Duration / 2, () =>
            {
                group.Prepare(MemoryMarshal.Cast<byte, int>(bytes));
                group.Tick([7], [1], labels);
            });
        }
    }

    [Fact]
    public void Labels_that_another_thread_changes_break_no_reading_of_slots()
    {
        var labelSet = OverlapWay.Models[0].Labels!;
        var bytes = new byte[4 * 30];
        var slots = new SlotTokens[30];
        RacingWriter.Race(
            bytes, Duration, () => SlotReader.Read(labelSet, MemoryMarshal.Cast<byte, int>(bytes), slots));
    }

    [Fact]
    public void Words_by_name_that_another_thread_changes_break_nothing()
    {
        var model = OverlapWay.Models[0];
        var bytes = MemoryMarshal.AsBytes("A1b2WORD3aB".AsSpan()).ToArray();
        Array.Resize(ref bytes, 24);
        RacingWriter.Race(
            bytes, Duration, () => model.Vocabulary!.GetIndex(MemoryMarshal.Cast<byte, char>(bytes)));
    }

    [Fact]
    public void Slots_of_a_text_that_another_thread_changes_are_found_without_a_refusal()
    {
        var tagger = new Tagger(OneLongSlot());
        var bytes = Encoding.UTF8.GetBytes(new string('ï', 10_000));
        var calls = RacingWriter.Race(bytes, 2 * Duration, () =>
        {
            try
            {
                tagger.FindSlots(bytes);
            }
            catch (ArgumentException e)
            {
                Assert.Fail($"A text has nothing to refuse: {e}");
            }
        });

        Assert.True(calls > 0);
    }

    [Fact]
    public void A_tick_that_is_refused_for_what_another_thread_wrote_changes_no_stream()
    {
        var model = StreamingModels.First();
        var group = OverlapWay.StartedGroup(model);
        var saved = StatesOf(group);
        var bytes = new byte[4 * group.OpenCount];
        var words = new int[group.OpenCount];
        var labels = new int[group.OpenCount];
        RacingWriter.Race(bytes, Duration, () =>
        {
            // All numbers are 0: every tick is refused, for a stream that is given twice or is not open.
            try
            {
                group.Tick(MemoryMarshal.Cast<byte, int>(bytes), words, labels);
                Assert.Fail("A stream was given twice.");
            }
            catch (ArgumentException)
            {
                Assert.Equal(saved, StatesOf(group));
            }
        });
    }

    /// <summary>A model that finds every text to be one slot.</summary>
    private static CompiledModel OneLongSlot()
    {
        var shape = new ElmanShape(hiddenSize: 3, labelCount: 2, vocabularySize: 2, embeddingSize: 2, windowSize: 1);
        var parameters = RandomModel.Parameters(shape, seed: 1, range: 1f);
        parameters.OutputBias[1] = 100;
        return ElmanModel.Create(parameters, RandomModel.Vocabulary(shape), new LabelSet(["O", "I-x"])).Compile();
    }

    private static byte[] StatesOf(StreamGroup group)
    {
        var states = new byte[group.OpenCount * group.StateByteCount];
        for (var stream = 0; stream < group.OpenCount; stream++)
        {
            group.SaveState(stream, states.AsSpan(stream * group.StateByteCount));
        }

        return states;
    }
}
