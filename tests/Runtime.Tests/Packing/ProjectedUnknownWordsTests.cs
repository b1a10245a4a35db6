using FastElman.Fixtures;
using FastElman.Memory;
using FastElman.Packing;
using FastElman.Tests.Simd;
using FastElman.Tests.Tagging;

namespace FastElman.Tests.Packing;

/// <summary>The rows of unknown words that come again.</summary>
public sealed class ProjectedUnknownWordsTests
{
    [Fact]
    public void A_word_gets_room_when_it_is_seen_for_the_second_time()
    {
        var table = new ProjectedUnknownWords(4, 3, window: 3, stride: 16);
        Assert.Equal(0, table.Find(Key(1)));
        Assert.False(table.TryBegin(Key(1), out _));
        Assert.True(table.TryBegin(Key(1), out var rows));
        Assert.Equal(48, rows.Length);
        Assert.Equal(0, table.Find(Key(1)));
        Assert.Equal(AlignedBuffer.AddressOf(rows), table.End(Key(1), rows));
        Assert.Equal(AlignedBuffer.AddressOf(rows), table.Find(Key(1)));
        Assert.False(table.TryBegin(Key(1), out _));
        Assert.Equal(1, table.Count);
    }

    [Fact]
    public void One_word_at_a_time_gets_room()
    {
        var table = new ProjectedUnknownWords(4, 3, window: 1, stride: 8);
        table.TryBegin(Key(1), out _);
        table.TryBegin(Key(2), out _);
        Assert.True(table.TryBegin(Key(1), out _));
        Assert.False(table.TryBegin(Key(2), out _));
        table.Abandon();
        Assert.Equal(0, table.Count);
        Assert.True(table.TryBegin(Key(2), out var rows));
        table.End(Key(2), rows);
        Assert.NotEqual(0, table.Find(Key(2)));
        Assert.Equal(0, table.Find(Key(1)));
    }

    [Fact]
    public void No_more_words_than_the_capacity_are_held_and_all_are_found()
    {
        foreach (var capacity in (int[])[1, 2, 7, 1000])
        {
            var table = new ProjectedUnknownWords(4, capacity, window: 7, stride: 112);
            for (var i = 0; i < 2 * capacity; i++)
            {
                table.TryBegin(Key(i), out _);
                if (table.TryBegin(Key(i), out var rows))
                {
                    rows.Fill(i);
                    table.End(Key(i), rows);
                }
            }

            Assert.Equal(capacity, table.Count);
            var addresses = Enumerable.Range(0, 2 * capacity).Select(i => table.Find(Key(i))).ToArray();
            Assert.Equal(capacity, addresses.Where(address => address != 0).Distinct().Count());
            Assert.All(addresses[capacity..], address => Assert.Equal(0, address));
        }
    }

    /// <summary>All begin their search at one place.</summary>
    [Fact]
    public void Words_whose_places_are_taken_are_found_behind_them()
    {
        var table = new ProjectedUnknownWords(4, 5, window: 1, stride: 8);
        for (var i = 0; i < 5; i++)
        {
            var key = new UInt128((ulong)i + 1, (ulong)i);
            table.TryBegin(key, out _);
            Assert.True(table.TryBegin(key, out var rows));
            table.End(key, rows);
        }

        var found = Enumerable.Range(0, 5).Select(i => table.Find(new UInt128((ulong)i + 1, (ulong)i)));
        Assert.Equal(5, found.Distinct().Count());
        Assert.Equal(0, table.Find(new UInt128(9, 0)));
    }

    [Fact]
    public void What_the_vocabulary_leaves_of_the_budget_is_for_unknown_words()
    {
        var shape = UnknownWordSample.Of(NetworkVariant.Tutorial, 7).Model.Shape;
        var row = ProjectedEmbeddings.SizeInBytes(1, shape.WindowSize, PackedHiddenLayer.WidestStrideOf(shape));
        foreach (var (words, unknown) in (ValueTuple<int, int>[])[(0, 0), (20, 0), (21, 0), (22, 1), (121, 100)])
        {
            var plan = Plan(shape, words * row);
            Assert.Equal(unknown, plan.UnknownCapacity);
            Assert.Equal(Math.Min(words, 21), plan.ProjectionCapacity);
        }

        Assert.Equal(0, Plan(shape.WithoutSubwords(), 121 * row).UnknownCapacity);
    }

    /// <summary>
    /// Not when it moves through the window, where a stream meets one occurrence of it at each of its steps.
    /// </summary>
    [Fact]
    public void A_stream_holds_a_word_that_comes_twice_and_no_other()
    {
        var model = UnknownWordSample.Of(NetworkVariant.Tutorial, 7).Model.Compile();
        var stream = new TaggingStream(model);
        var table = model.Network.Forward.Projection!.UnknownWords!;
        string[] sentence = ["Lisbon", "porto", "a", "b", "c", "d", "e", "f", "g"];
        foreach (var word in sentence)
        {
            stream.Push(word, out _);
        }

        stream.Complete(new int[stream.Delay]);
        Assert.Equal(0, table.Count);
        foreach (var word in sentence[..2])
        {
            stream.Push(word, out _);
        }

        stream.Complete(new int[stream.Delay]);
        Assert.Equal(2, table.Count);
    }

    /// <summary>States come from outside, and the hash does not tell forged ones apart.</summary>
    [Fact]
    public void A_word_of_a_restored_state_is_not_held()
    {
        var model = UnknownWordSample.Of(NetworkVariant.Tutorial, 7).Model.Compile();
        var stream = new TaggingStream(model);
        var state = new byte[stream.StateByteCount];
        for (var i = 0; i < 3; i++)
        {
            stream.Push("Lisbon", out _);
            stream.SaveState(state);
            stream.RestoreState(state);
            stream.Complete(new int[stream.Delay]);
        }

        Assert.Equal(0, model.Network.Forward.Projection!.UnknownWords!.Count);
    }

    /// <summary>All begin with a model that has seen no word, and have room for some.</summary>
    [Theory, EveryInstructionSet]
    public void Many_threads_find_the_same_bits(InstructionSet instructionSet)
    {
        var sample = UnknownWordSample.Of(NetworkVariant.Tutorial, 7);
        var shape = sample.Model.Shape;
        var row = ProjectedEmbeddings.SizeInBytes(1, shape.WindowSize, PackedHiddenLayer.WidestStrideOf(shape));
        foreach (var room in (int[])[1, 4, 40])
        {
            var options = new CompileOptions { InstructionSet = instructionSet, ProjectionBudget = (21 + room) * row };
            var (model, other) = (sample.Model.Compile(options), new Tagger(sample.Longer.Compile(options)));
            Parallel.For(0, 16, _ =>
            {
                var (tagger, words) = (new Tagger(model), new WordBuffer(model));
                for (var i = 0; i < 5 * sample.Sentences.Length; i++)
                {
                    var place = i % sample.Sentences.Length;
                    words.Clear();
                    Array.ForEach(sample.Sentences[place], word => words.Add(word));
                    var (expected, found) = (new float[words.Count], new float[words.Count]);
                    other.TagWithConfidence(sample.Indices[place], new int[words.Count], expected);
                    tagger.TagWithConfidence(words, new int[words.Count], found);
                    Bits.AssertEqual(expected, found);
                }
            });
            Assert.Equal(Math.Min(room, 11), model.Network.Forward.Projection!.UnknownWords!.Count);
        }
    }

    private static PackingPlan Plan(ElmanShape shape, long budget) => PackingPlan.For(
        RandomModel.Parameters(shape, seed: 1), SimdInfo.Active, WeightPrecision.Float32, budget, 1f);

    private static UInt128 Key(int i) => new((ulong)(i + 1) * 0x9E3779B97F4A7C15, (ulong)(i + 1) * 0xC2B2AE3D27D4EB4F);
}
