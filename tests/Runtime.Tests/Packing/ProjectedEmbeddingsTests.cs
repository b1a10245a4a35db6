using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Model;
using FastElman.Network;
using FastElman.Packing;
using FastElman.Simd;
using FastElman.Tests.Kernels;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Packing;

public sealed class ProjectedEmbeddingsTests
{
    [Theory, EveryInstructionSet]
    public void Every_row_is_a_words_embedding_times_the_weights_of_its_place(InstructionSet instructionSet)
    {
        foreach (var words in new[] { 1, 2, 5, 131 })
        {
            foreach (var (window, embedding, hidden) in new[] { (1, 1, 1), (3, 4, 9), (7, 5, 33), (19, 2, 130) })
            {
                Check(instructionSet, new ElmanShape(hidden, 2, words - 1, embedding, window));
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Rows_have_the_same_bits_where_there_is_no_room_for_them(InstructionSet instructionSet)
    {
        var shape = new ElmanShape(33, 2, 40, 5, 7);
        var parameters = RandomModel.Parameters(shape, seed: 4);
        var all = Rows.Of(parameters, instructionSet, room: 41);
        int[] words = [.. Enumerable.Range(0, 41), 3, 40, 3];
        var expected = words.Select(word => all.Locate([word])[0]).ToArray();
        foreach (var room in new[] { 1, 2, 12, 40 })
        {
            var some = Rows.Of(parameters, instructionSet, room);
            for (var round = 0; round < 3; round++)
            {
                var found = some.Locate(words);
                for (var i = 0; i < words.Length; i++)
                {
                    Bits.AssertEqual(expected[i], found[i], $"room for {room}, word {words[i]}");
                }
            }

            Assert.Equal(room, some.Table.Count);
        }
    }

    [Fact]
    public void A_word_comes_in_when_it_is_first_seen_where_there_is_room_for_all()
    {
        var rows = Rows.Of(RandomModel.Parameters(new ElmanShape(9, 2, 5, 3, 3), seed: 1), SimdInfo.Active, room: 6);
        Assert.True(rows.Table.HasRoomForAll);
        rows.Locate([2, 2, 4]);
        Assert.Equal([false, false, true, false, true, false], Held(rows.Table));
        Assert.Equal(2, rows.Table.Count);
    }

    [Fact]
    public void A_word_comes_in_when_it_is_seen_again_where_there_is_room_for_some()
    {
        var rows = Rows.Of(RandomModel.Parameters(new ElmanShape(9, 2, 5, 3, 3), seed: 1), SimdInfo.Active, room: 2);
        rows.Locate([0, 1, 2]);
        Assert.Equal(0, rows.Table.Count);
        rows.Locate([4, 2, 4]);
        Assert.Equal([false, false, true, false, true, false], Held(rows.Table));
        rows.Locate([0, 0, 1, 1]);
        Assert.Equal([false, false, true, false, true, false], Held(rows.Table));
    }

    [Fact]
    public void The_capacity_is_what_the_budget_holds_and_not_more_than_all_words()
    {
        const long RowsOfOne = 7 * 104 * 4;
        Assert.Equal(RowsOfOne, ProjectedEmbeddings.SizeInBytes(1, 7, 104));
        Assert.Equal(0, ProjectedEmbeddings.CapacityOf(573, 7, 104, RowsOfOne - 1));
        Assert.Equal(1, ProjectedEmbeddings.CapacityOf(573, 7, 104, RowsOfOne));
        Assert.Equal(572, ProjectedEmbeddings.CapacityOf(573, 7, 104, (573 * RowsOfOne) - 1));
        Assert.Equal(573, ProjectedEmbeddings.CapacityOf(573, 7, 104, long.MaxValue));

        // One sentence might need 10 GB for words that are not held.
        Assert.Equal(0, ProjectedEmbeddings.CapacityOf(573, 5001, 112, long.MaxValue));
        Assert.Equal(4L << 55, ProjectedEmbeddings.SizeInBytes(1L << 31, 1 << 12, 1 << 12));
    }

    private static bool[] Held(ProjectedEmbeddings table) =>
        [.. Enumerable.Range(0, 6).Select(word => table.Find(word) > 0)];

    private static void Check(InstructionSet instructionSet, ElmanShape shape)
    {
        var parameters = RandomModel.Parameters(shape, seed: shape.HiddenSize, range: 1f);
        var embeddings = parameters.Embeddings.ToArray();
        var inputWeights = parameters[ElmanTensor.InputWeights].ToArray();
        var (embedding, hidden) = (shape.EmbeddingSize, shape.HiddenSize);
        var rows = Rows.Of(parameters, instructionSet, room: shape.VocabularySize + 1);
        Assert.Equal(PanelLayout.RoundUp(hidden, KernelSet.Of(instructionSet).Lanes), rows.Table.Stride);
        var found = rows.Locate([.. Enumerable.Range(0, shape.VocabularySize + 1)]);
        for (var place = 0; place < shape.WindowSize; place++)
        {
            var weights = inputWeights.AsSpan(place * embedding * hidden, embedding * hidden);
            for (var word = 0; word < found.Length; word++)
            {
                var x = embeddings.AsSpan(word * embedding, embedding);
                var row = found[word].AsSpan(place * rows.Table.Stride, rows.Table.Stride);
                for (var unit = 0; unit < hidden; unit++)
                {
                    var exact = 0.0;
                    for (var i = 0; i < embedding; i++)
                    {
                        exact += (double)x[i] * weights[(i * hidden) + unit];
                    }

                    Assert.True(Math.Abs(exact - row[unit]) <= RoundingBound.OfSum(x, weights, hidden, unit, 0f));
                }

                Assert.True(row[hidden..].IndexOfAnyExcept(0f) < 0, "The padding is not zero.");
            }
        }
    }

    /// <summary>The rows of words, as a copy, for one instruction set.</summary>
    private abstract class Rows(PackedNetwork network)
    {
        public ProjectedEmbeddings Table => network.Forward.Projection!;

        public static Rows Of(ElmanParameters parameters, InstructionSet instructionSet, int room)
        {
            var stride = PackedHiddenLayer.WidestStrideOf(parameters.Shape);
            var budget = ProjectedEmbeddings.SizeInBytes(room, parameters.Shape.WindowSize, stride);
            var plan = PackingPlan.For(
                parameters, instructionSet, WeightPrecision.Float32, budget, parameters.LargestMagnitude());
            var network = new PackedNetwork(parameters, plan);
            Assert.Equal(room, network.Forward.Projection!.Capacity);
            return InstructionSets.Accept<Factory, Rows>(instructionSet, new Factory(network));
        }

        public abstract float[][] Locate(int[] words);

        private readonly struct Factory(PackedNetwork network) : ISimdVisitor<Rows>
        {
            public Rows Visit<TSimd, TVector>()
                where TSimd : struct, ISimd<TVector>
                where TVector : struct => new Rows<TSimd, TVector>(network);
        }
    }

    private sealed class Rows<TSimd, TVector>(PackedNetwork network) : Rows(network)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        private readonly PackedNetwork _network = network;

        public override unsafe float[][] Locate(int[] words)
        {
            var addresses = new nint[words.Length];
            var workspace = StepWorkspace.ForSequence(_network, words.Length);
            new WordRows<TSimd, TVector>(_network.Forward).Locate(words, addresses, workspace);
            var length = Table.Window * Table.Stride;
            var rows = Array.ConvertAll(
                addresses, address => new ReadOnlySpan<float>((void*)address, length).ToArray());
            GC.KeepAlive(workspace);
            return rows;
        }
    }
}
