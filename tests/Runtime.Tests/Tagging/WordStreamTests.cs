using System.Runtime.CompilerServices;

namespace FastElman.Tests.Tagging;

/// <summary>Words by name through a stream, one by one and as an asynchronous sequence.</summary>
public sealed class WordStreamTests
{
    private static readonly string[] Words =
        [.. "from new york to boston or denver monday st. nowhere from denver to new york".Split(' ')];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int, int> Sentences =>
        new MatrixTheoryData<int, int>([1, 3, 7], [0, 1, 2, 3, 4, Words.Length]);

    [Theory, MemberData(nameof(Sentences))]
    public void Words_that_are_pushed_give_the_labels_of_the_tagger_by_name(int window, int length)
    {
        var (stream, tagger) = Make(window);
        var words = Words[..length];
        for (var round = 0; round < 2; round++)
        {
            var labels = new List<string>();
            foreach (var word in words)
            {
                Assert.Equal(stream.Push(word, out var label), label is not null);
                labels.AddRange(label is null ? [] : [label]);
            }

            var rest = new string[stream.Delay];
            labels.AddRange(rest[..stream.Complete(rest)]);
            Assert.Equal(tagger.Tag(words), labels);
        }
    }

    [Theory, MemberData(nameof(Sentences))]
    public async Task A_sequence_of_words_comes_out_with_labels(int window, int length)
    {
        var (stream, tagger) = Make(window);
        var words = Words[..length];
        for (var round = 0; round < 2; round++)
        {
            var expected = words.Zip(tagger.Tag(words), (word, label) => new TaggedWord(word, label));
            Assert.Equal(expected, await All(stream.TagAsync(Sequence(words), Token)));
        }
    }

    [Theory, MemberData(nameof(Sentences))]
    public async Task A_sequence_of_words_comes_out_as_slots_with_places_in_words(int window, int length)
    {
        var (stream, tagger) = Make(window);
        var words = Words[..length];
        for (var round = 0; round < 2; round++)
        {
            var slots = await All(stream.FindSlotsAsync(Sequence(words), Token));
            Assert.Equal(
                SlotReader.Read(tagger.Tag(words)),
                slots.Select(slot => new SlotTokens(slot.Name, slot.Start, slot.End - slot.Start)));
            Assert.Equal(
                tagger.FindSlots(string.Join(' ', words)).Select(slot => (slot.Name, slot.Text, slot.Confidence)),
                slots.Select(slot => (slot.Name, slot.Text, slot.Confidence)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_slot_whose_labels_tell_its_end_comes_out_with_its_last_word(int window)
    {
        string[] labels = ["O", "B-x", "I-x", "E-x", "S-x", "S-y", "E-y"];
        var endings = 0;
        for (var seed = 1; seed <= 8; seed++)
        {
            var model = SlotSample.Random(seed: seed, window: window, labels: labels).Compile();
            var (stream, expected) = (new TaggingStream(model), new Tagger(model).Tag(Words));
            var given = 0;
            var found = new List<SlotTokens>();
            await foreach (var slot in stream.FindSlotsAsync(Counted(() => given++), Token))
            {
                found.Add(new SlotTokens(slot.Name, slot.Start, slot.End - slot.Start));
                if (expected[slot.End - 1] is ['E' or 'S', ..])
                {
                    endings++;
                    Assert.Equal(Math.Min(slot.End + stream.Delay, Words.Length), given);
                }
            }

            Assert.Equal(SlotReader.Read(expected), found);
        }

        Assert.InRange(endings, 10, 1000);

        static async IAsyncEnumerable<string> Counted(Action count)
        {
            foreach (var word in Words)
            {
                await Task.Yield();
                count();
                yield return word;
            }
        }
    }

    [Fact]
    public async Task Slots_of_little_confidence_are_left_out()
    {
        var model = SlotSample.Random(seed: 3);
        var all = await All(new TaggingStream(model.Compile()).FindSlotsAsync(Sequence(Words), Token));
        var least = all.Max(slot => slot.Confidence);
        var stream = new TaggingStream(model.Compile(new CompileOptions { MinimumConfidence = least }));
        Assert.Equal(
            all.Where(slot => slot.Confidence == least), await All(stream.FindSlotsAsync(Sequence(Words), Token)));
    }

    [Fact]
    public async Task A_word_comes_out_as_soon_as_the_look_ahead_allows()
    {
        var (stream, _) = Make(window: 5);
        var given = 0;
        async IAsyncEnumerable<string> Counted()
        {
            foreach (var word in Words)
            {
                await Task.Yield();
                given++;
                yield return word;
            }
        }

        var taken = 0;
        await foreach (var _ in stream.TagAsync(Counted(), Token))
        {
            taken++;
            Assert.Equal(Math.Min(taken + stream.Delay, Words.Length), given);
        }
    }

    [Fact]
    public async Task A_sequence_that_is_left_or_fails_leaves_a_stream_that_can_be_used()
    {
        var (stream, tagger) = Make(window: 3);
        await foreach (var _ in stream.TagAsync(Sequence(Words), Token))
        {
            break;
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => All(stream.TagAsync(Failing(), Token)));
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => All(stream.TagAsync(Sequence(Words), source.Token)));
        stream.Push("from", out _);
        var labelled = await All(stream.TagAsync(Sequence(Words), Token));
        Assert.Equal(tagger.Tag(Words), labelled.Select(word => word.Label));

        static async IAsyncEnumerable<string> Failing()
        {
            yield return "from";
            await Task.Yield();
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public void A_model_without_words_says_so_at_once()
    {
        var stream = new TaggingStream(ElmanModel.Create(SlotSample.Random().ExportParameters()).Compile());
        Assert.Throws<InvalidOperationException>(() => stream.Push("from", out _));
        Assert.Throws<InvalidOperationException>(() => stream.Complete(new string[3]));
        Assert.Throws<InvalidOperationException>(() => { stream.TagAsync(Sequence([]), Token); });
        Assert.Throws<InvalidOperationException>(() => { stream.FindSlotsAsync(Sequence([]), Token); });
    }

    [Fact]
    public void Too_little_room_for_the_words_that_wait_changes_nothing()
    {
        var (stream, tagger) = Make(window: 7);
        stream.Push("from", out _);
        stream.Push("boston", out _);
        Assert.Throws<ArgumentException>("labels", () => stream.Complete(new string[1]));
        var labels = new string[2];
        Assert.Equal(2, stream.Complete(labels));
        Assert.Equal(tagger.Tag(["from", "boston"]), labels);
    }

    private static (TaggingStream Stream, Tagger Tagger) Make(int window)
    {
        var model = SlotSample.Random(seed: 3, window: window).Compile();
        return (new TaggingStream(model), new Tagger(model));
    }

    private static IAsyncEnumerable<string> Sequence(string[] words)
    {
        return Cancellable(CancellationToken.None);

        async IAsyncEnumerable<string> Cancellable([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var word in words)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return word;
            }
        }
    }

    private static async Task<List<T>> All<T>(IAsyncEnumerable<T> sequence)
    {
        var list = new List<T>();
        await foreach (var item in sequence)
        {
            list.Add(item);
        }

        return list;
    }
}
