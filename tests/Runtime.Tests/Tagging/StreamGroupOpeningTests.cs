using FastElman.Fixtures;
using FastElman.Tagging;
using FastElman.Tests.Network;

namespace FastElman.Tests.Tagging;

/// <summary>Streams that come and go.</summary>
public sealed class StreamGroupOpeningTests
{
    private static readonly ElmanShape Shape = new(
        hiddenSize: 9, labelCount: 5, vocabularySize: 20, embeddingSize: 4, windowSize: 7);

    private readonly CompiledModel _model = ElmanModel.Create(
        RandomModel.Parameters(Shape, seed: 1, range: 1f)).Compile();

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(100)]
    public void A_new_group_gives_the_numbers_from_0_until_it_is_full(int capacity)
    {
        var group = new StreamGroup(_model, capacity);
        Assert.Equal(0, group.OpenCount);
        for (var i = 0; i < capacity; i++)
        {
            Assert.False(group.IsOpen(i));
            Assert.Equal(i, group.Open());
            Assert.True(group.IsOpen(i));
            Assert.Equal((i, i + 1), (group.GetIndex(i), group.OpenCount));
        }

        Assert.False(group.TryOpen(out var none));
        Assert.Equal(-1, none);
        Assert.False(group.IsOpen(none));
        var message = Assert.Throws<InvalidOperationException>(() => group.Open()).Message;
        Assert.Contains($"{capacity} are open", message, StringComparison.Ordinal);
        Assert.Equal(capacity, group.OpenCount);
        Assert.All(Enumerable.Range(0, capacity), i => Assert.True(group.IsOpen(i)));

        group.Close(capacity - 1);
        Assert.True(group.TryOpen(out var again));
        Assert.NotEqual(capacity - 1, again);
        Assert.Equal(capacity - 1, group.GetIndex(again));
    }

    [Fact]
    public void The_lowest_free_place_is_given_first()
    {
        var group = OpenStreams.Of(_model, 100);
        foreach (var stream in (int[])[70, 3, 99, 40])
        {
            group.Close(stream);
        }

        Assert.Equal([3, 40, 70, 99], Enumerable.Range(0, 4).Select(_ => group.GetIndex(group.Open())));
    }

    [Fact]
    public void Every_call_refuses_a_closed_stream_and_leaves_everything_as_it_was()
    {
        var group = OpenStreams.Of(_model, 3);
        group.Close(1);
        AssertRefused(group, 1);

        // Another stream takes the place: the old number is refused all the same.
        var other = group.Open();
        Assert.Equal(1, group.GetIndex(other));
        AssertRefused(group, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void A_number_that_was_never_given_is_refused(int number)
    {
        var group = new StreamGroup(_model, 3);
        Assert.Equal(0, group.Open());
        AssertRefused(group, number);
    }

    /// <summary>A negative number that has the bits of an open stream, and of a place that another had.</summary>
    [Fact]
    public void The_sign_of_a_number_counts()
    {
        var group = OpenStreams.Of(_model, 4);
        group.Close(0);
        group.Close(2);
        group.Open();
        Assert.All(Enumerable.Range(0, 16), i => Assert.False(group.IsOpen(i | int.MinValue)));
        Assert.All(Enumerable.Range(1, 16), i => Assert.False(group.IsOpen(-i)));
    }

    [Fact]
    public void A_stream_that_is_opened_where_another_was_closed_begins_a_sentence()
    {
        var words = RandomModel.Sentence(Shape, 12, seed: 6);
        var expected = ForwardRun.Of(_model, words).Labels;
        var group = OpenStreams.Of(_model, 2);
        var stream = 1;
        for (var length = 0; length < 8; length++)
        {
            foreach (var word in words.AsSpan(words.Length - length))
            {
                group.Tick([stream], [word], new int[1]);
            }

            group.Prepare();
            group.Close(stream);
            stream = group.Open();
            Assert.Equal(1, group.GetIndex(stream));
            Assert.Equal(expected, LabelsOf(group, stream, words));
        }
    }

    /// <summary>The bits above the index count up, and begin again from 0 without becoming negative.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1000, 999)]
    [InlineData(1 << 27, 12345)]
    [InlineData((1 << 27) - 1, 1 << 26)]
    public void Numbers_of_one_place_differ_until_all_have_been_used(int capacity, int index)
    {
        var mask = StreamNumbers.IndexMask(capacity);
        var number = index;
        HashSet<int> seen = [];
        for (var i = 0; i < 1000 && seen.Add(number); i++)
        {
            Assert.True(number >= 0);
            Assert.Equal(index, number & mask);
            number = StreamNumbers.Next(number, mask);
        }

        Assert.Equal((int)Math.Min(1000, (1L << 31) / (mask + 1L)), seen.Count);
        Assert.Equal(index, StreamNumbers.Next(index + (int.MaxValue & ~mask), mask));
    }

    /// <summary>
    /// Streams are opened and closed at random; each open one has a number and a place that no other has.
    /// </summary>
    [Fact]
    public void Numbers_and_places_of_open_streams_are_never_shared()
    {
        const int capacity = 70;
        var group = new StreamGroup(_model, capacity);
        var random = new Random(1);
        List<int> open = [];
        HashSet<int> closed = [];
        for (var i = 0; i < 20_000; i++)
        {
            if (random.Next(2) == 0 && open.Count < capacity)
            {
                open.Add(group.Open());
                Assert.DoesNotContain(open[^1], closed);
            }
            else if (open.Count > 0)
            {
                var place = random.Next(open.Count);
                group.Close(open[place]);
                closed.Add(open[place]);
                open.RemoveAt(place);
            }

            Assert.Equal(open.Count, group.OpenCount);
        }

        Assert.Equal(open.Count, open.Select(group.GetIndex).Distinct().Count());
        Assert.All(open, stream => Assert.InRange(group.GetIndex(stream), 0, capacity - 1));
        Assert.All(open, stream => Assert.True(group.IsOpen(stream)));
        Assert.All(closed, stream => Assert.False(group.IsOpen(stream)));
    }

    [Fact]
    public void A_state_goes_on_in_a_stream_that_was_opened_later()
    {
        var words = RandomModel.Sentence(Shape, 12, seed: 6);
        var expected = ForwardRun.Of(_model, words).Labels;
        var group = OpenStreams.Of(_model, 3);
        var state = new byte[group.StateByteCount];
        foreach (var word in words.AsSpan(0, 6))
        {
            group.Tick([1], [word], new int[1]);
        }

        group.SaveState(1, state);
        group.Close(1);
        var stream = group.Open();
        group.RestoreState(stream, state);
        Assert.Equal(expected[3..], LabelsOf(group, stream, words.AsSpan(6)));
    }

    [Fact]
    public void It_says_how_many_are_open()
    {
        var group = new StreamGroup(_model, 12);
        group.Open();
        group.Close(group.Open());
        Assert.StartsWith("1 of 12 streams; ", group.ToString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// Calls everything with a stream that is not open, in the middle of the sentences of others, whose answers are
    /// those without it.
    /// </summary>
    private void AssertRefused(StreamGroup group, int closed)
    {
        var open = group.OpenCount;
        var words = RandomModel.Sentence(Shape, 12, seed: 6);
        var expected = ForwardRun.Of(_model, words).Labels;
        var found = new List<int>();
        foreach (var word in words)
        {
            int[] labels = [77, 77, 77];
            var rows = Enumerable.Repeat(77f, 15).ToArray();
            Refuse(() => group.Tick([0, closed], [1, 2], labels.AsSpan(0, 2)));
            Refuse(() => group.Tick([closed], [1], labels.AsSpan(0, 1)));
            Refuse(() => group.Tick([0, closed], [1, 2], labels.AsSpan(0, 2), rows.AsSpan(0, 10)));
            Refuse(() => group.TickWithConfidence([0, closed], [1, 2], labels.AsSpan(0, 2), rows.AsSpan(0, 2)));
            Refuse(() => group.Prepare([0, closed]));
            Refuse(() => group.Complete(closed, labels));
            Refuse(() => group.Complete(closed, labels, rows));
            Refuse(() => group.CompleteWithConfidence(closed, labels, rows));
            Refuse(() => group.SaveState(closed, new byte[group.StateByteCount]));
            Refuse(() => group.RestoreState(closed, new byte[group.StateByteCount]));
            Refuse(() => group.Reset(closed));
            Refuse(() => group.GetIndex(closed));
            Refuse(() => group.Close(closed));
            Assert.False(group.IsOpen(closed));
            Assert.Equal(open, group.OpenCount);
            Assert.All(labels, label => Assert.Equal(77, label));
            Assert.All(rows, probability => Assert.Equal(77f, probability));
            group.Prepare();
            group.Tick([0], [word], labels.AsSpan(0, 1));
            found.AddRange(labels.Take(1).Where(label => label >= 0));
        }

        var last = new int[group.Delay];
        found.AddRange(last.AsSpan(0, group.Complete(0, last)));
        Assert.Equal(expected, found);

        void Refuse(Action call) =>
            Assert.Contains(
                FormattableString.Invariant($"Stream {closed} is not open"),
                Assert.Throws<ArgumentOutOfRangeException>("stream", call).Message,
                StringComparison.Ordinal);
    }

    private static int[] LabelsOf(StreamGroup group, int stream, ReadOnlySpan<int> words)
    {
        var labels = new List<int>();
        var label = new int[1];
        foreach (var word in words)
        {
            group.Tick([stream], [word], label);
            labels.AddRange(label.Where(each => each >= 0));
        }

        var last = new int[group.Delay];
        labels.AddRange(last.AsSpan(0, group.Complete(stream, last)));
        return [.. labels];
    }
}
