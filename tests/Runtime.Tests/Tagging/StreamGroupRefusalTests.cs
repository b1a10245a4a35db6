using System.Runtime.InteropServices;
using FastElman.Fixtures;
using FastElman.Tests.Network;

namespace FastElman.Tests.Tagging;

/// <summary>Calls that are refused, and calls that only prepare: they change no answer of any stream.</summary>
public sealed class StreamGroupRefusalTests
{
    private static readonly ElmanShape Shape = new(
        hiddenSize: 9, labelCount: 5, vocabularySize: 20, embeddingSize: 4, windowSize: 7);

    private readonly CompiledModel _model = ElmanModel.Create(
        RandomModel.Parameters(Shape, seed: 1, range: 1f)).Compile();

    [Fact]
    public void Preparing_anything_at_any_time_changes_no_answer() => AssertUnchangedBy(group =>
    {
        group.Prepare([39, 0, 7, 7, 8, 9]);
        group.Prepare([]);
        group.Prepare();
        group.Prepare([5]);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(11)]
    public void Probabilities_of_another_length_leave_everything_as_it_was(int length) => AssertUnchangedBy(group =>
    {
        int[] labels = [77, 77];
        var rows = Enumerable.Repeat(77f, length).ToArray();
        var exception = Assert.Throws<ArgumentException>(
            "probabilities", () => group.Tick([0, 1], [1, 2], labels, rows));
        Assert.Contains($"10 in all, found {length}.", exception.Message, StringComparison.Ordinal);
        Assert.Equal([77, 77], labels);
        Assert.All(rows, each => Assert.Equal(77f, each));
    });

    [Fact]
    public void Spans_that_share_memory_leave_everything_as_it_was() => AssertUnchangedBy(group =>
    {
        int[] both = [3, 4, 5];
        var rows = new float[15];
        Assert.Throws<ArgumentException>("labels", () => group.Tick(both, [1, 2, 3], both));
        Assert.Throws<ArgumentException>("labels", () => group.Tick([3, 4, 5], both, both, rows));
        Assert.Throws<ArgumentException>(
            "probabilities", () => group.Tick(both, [1, 2, 3], LabelsIn(rows), rows));
        Assert.Throws<ArgumentException>(
            "confidence", () => group.TickWithConfidence(both, [1, 2, 3], LabelsIn(rows), rows.AsSpan(1, 3)));
        Assert.Throws<ArgumentException>("probabilities", () => group.Complete(3, LabelsIn(rows), rows));
        Assert.Throws<ArgumentException>("confidence", () => group.CompleteWithConfidence(3, LabelsIn(rows), rows));
        Assert.All(rows, each => Assert.Equal(0, each));

        static Span<int> LabelsIn(float[] rows) => MemoryMarshal.Cast<float, int>(rows.AsSpan())[..3];
    });

    [Fact]
    public void A_tick_without_streams_does_nothing() => AssertUnchangedBy(group => group.Tick([], [], []));

    [Fact]
    public void Spans_of_other_lengths_leave_everything_as_it_was() => AssertUnchangedBy(group =>
    {
        Assert.Throws<ArgumentException>("words", () => group.Tick([0, 1], [1], new int[2]));
        Assert.Throws<ArgumentException>("words", () => group.Tick([0, 1], [1, 2, 3], new int[2]));
        Assert.Throws<ArgumentException>("words", () => group.Tick([0, 1], [1, 2], new int[1]));
        Assert.Throws<ArgumentException>("words", () => group.Tick([], [1], new int[1]));
    });

    [Theory]
    [InlineData(-2)]
    [InlineData(21)]
    [InlineData(int.MaxValue)]
    public void A_word_out_of_range_leaves_everything_as_it_was(int word) => AssertUnchangedBy(group =>
    {
        int[] labels = [77, 77, 77];
        Assert.Throws<ArgumentOutOfRangeException>(() => group.Tick([0, 1, 2], [1, 2, word], labels));
        Assert.Equal([77, 77, 77], labels);
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(40)]
    [InlineData(int.MinValue)]
    public void A_stream_that_does_not_exist_leaves_everything_as_it_was(int number) => AssertUnchangedBy(group =>
    {
        int[] labels = [77, 77, 77];
        Assert.Throws<ArgumentOutOfRangeException>("stream", () => group.Tick([0, 1, number], [1, 2, 3], labels));
        Assert.Throws<ArgumentOutOfRangeException>("stream", () => group.Complete(number, labels));
        Assert.Throws<ArgumentOutOfRangeException>("stream", () => group.Complete(number, labels, new float[15]));
        Assert.Throws<ArgumentOutOfRangeException>("stream", () => group.Reset(number));
        Assert.Throws<ArgumentOutOfRangeException>("stream", () => group.Prepare([0, number]));
        Assert.Throws<ArgumentOutOfRangeException>(
            "stream", () => group.SaveState(number, new byte[group.StateByteCount]));
        Assert.Throws<ArgumentOutOfRangeException>(
            "stream", () => group.RestoreState(number, new byte[group.StateByteCount]));
        Assert.Equal([77, 77, 77], labels);
    });

    [Fact]
    public void A_stream_that_stands_twice_leaves_everything_as_it_was() => AssertUnchangedBy(group =>
    {
        int[] labels = [77, 77, 77];
        Assert.Contains(
            "stream 3", Assert.Throws<ArgumentException>(
                "streams", () => group.Tick([3, 1, 3], [1, 2, 3], labels)).Message, StringComparison.Ordinal);
        Assert.Equal([77, 77, 77], labels);
    });

    [Fact]
    public void A_completion_without_room_leaves_everything_as_it_was()
    {
        var group = OpenStreams.Of(_model, 1);
        var words = RandomModel.Sentence(Shape, 9, seed: 7);
        foreach (var word in words)
        {
            group.Tick([0], [word], new int[1]);
        }

        int[] labels = [77, 77];
        Assert.Throws<ArgumentException>("labels", () => group.Complete(0, labels));
        Assert.Throws<ArgumentException>("labels", () => group.Complete(0, labels, new float[15]));
        Assert.Throws<ArgumentException>("probabilities", () => group.Complete(0, new int[3], new float[14]));
        Assert.Equal([77, 77], labels);
        labels = [77, 77, 77, 77];
        Assert.Equal(3, group.Complete(0, labels));
        Assert.Equal([.. ForwardRun.Of(_model, words).Labels[^3..], 77], labels);
    }

    /// <summary>Does something between all ticks of forty streams: the answers are those without it.</summary>
    private void AssertUnchangedBy(Action<StreamGroup> call)
    {
        const int streams = 40;
        var group = OpenStreams.Of(_model, streams);
        var sentences = Enumerable.Range(0, streams).Select(i => RandomModel.Sentence(Shape, 10, seed: i)).ToArray();
        var expected = sentences.Select(words => ForwardRun.Of(_model, words).Labels).ToArray();
        int[] all = [.. Enumerable.Range(0, streams)];
        var labels = new int[streams];
        for (var t = 0; t < 10; t++)
        {
            call(group);
            group.Tick(all, [.. sentences.Select(words => words[t])], labels);
            Assert.Equal(expected.Select(each => t < 3 ? -1 : each[t - 3]), labels);
        }

        foreach (var stream in all)
        {
            call(group);
            var last = new int[3];
            Assert.Equal(3, group.Complete(stream, last));
            Assert.Equal(expected[stream][^3..], last);
        }
    }
}
