namespace FastElman.Tests.Tagging;

/// <summary>What a stream of words counts: what the same words as a text count.</summary>
public sealed class StreamStatisticsTests
{
    private const string Text = "from new york to boston or atlantis monday st. nowhere from denver to new york";

    private static readonly string[] Words = Text.Split(' ');

    private readonly ElmanModel _model = SlotSample.Random(seed: 3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Slots_of_a_stream_count_words_and_omitted_slots_as_those_of_a_text_do()
    {
        var least = new Tagger(_model.Compile()).FindSlots(Text).Max(slot => slot.Confidence);
        var compiled = _model.Compile(new CompileOptions { MinimumConfidence = least });
        var stream = new TaggingStream(compiled);
        var found = await stream.FindSlotsAsync(Words.ToAsyncEnumerable(), Token).CountAsync(Token);

        Assert.Equal(new Tagger(compiled).FindSlots(Text, out var expected).Count, found);
        Assert.Equal(expected, stream.Statistics);
        Assert.InRange(expected.UnknownTokenCount, 1, expected.TokenCount - 1);
        Assert.InRange(expected.OmittedSlotCount, 1, expected.TokenCount);
    }

    [Fact]
    public async Task Labels_count_words_as_they_come_and_over_all_sentences()
    {
        var stream = new TaggingStream(_model.Compile());
        for (var sentence = 0; sentence < 2; sentence++)
        {
            var taken = sentence * Words.Length;
            await foreach (var _ in stream.TagAsync(Words.ToAsyncEnumerable(), Token))
            {
                taken++;
                Assert.Equal(
                    Math.Min(taken + stream.Delay, (sentence + 1) * Words.Length), stream.Statistics.TokenCount);
            }
        }

        Assert.Equal(0, stream.Statistics.OmittedSlotCount);
    }

    [Fact]
    public void Words_that_are_pushed_by_name_are_counted()
    {
        var stream = new TaggingStream(_model.Compile());
        stream.Push("from", out string? _);
        stream.Push("atlantis", out string? _);
        stream.Push(0, out int _);

        Assert.Equal((2, 1), (stream.Statistics.TokenCount, stream.Statistics.UnknownTokenCount));
    }
}
