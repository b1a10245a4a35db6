using FastElman.Fixtures;
using FastElman.Packing;
using FastElman.Simd;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Golden;

/// <summary>What it changes which words are projected, and when: nothing.</summary>
public sealed class ProjectionResultTests
{
    private const int Threads = 16;

    private static IEnumerable<ResultCase> Cases => ResultCase.All.Where(each => each.HasTable);

    [Theory, EveryInstructionSet]
    public void Every_form_of_running_gives_the_same_bits_with_room_for_a_few_words(InstructionSet instructionSet)
    {
        var sentences = ResultCase.Sentences();
        foreach (var each in Cases.Where((_, i) => i % 3 == 0))
        {
            var expected = ResultForms.Of(each, instructionSet).First(form => form.HasProbabilities).Run(sentences);
            foreach (var room in (int[])[1, 40])
            {
                var model = ResultForms.ModelOf(
                    each, instructionSet, projectionBudget: BudgetOf(each, room));
                Assert.Equal(room, model.Diagnostics.ProjectionCapacity);
                foreach (var form in RunningForms.Of(model))
                {
                    var what = $"{instructionSet}, {each.Name}, room for {room} words, {form.Name}";
                    var found = form.Run(sentences);
                    Assert.Equal(expected.Labels, found.Labels);
                    if (form.HasProbabilities)
                    {
                        Bits.AssertEqual(expected.Probabilities, found.Probabilities, what);
                    }
                }

                Assert.Equal(room, model.ProjectedWordCount);
            }
        }
    }

    /// <summary>Sums of projected embeddings have other bits than the products that they replace.</summary>
    [Fact]
    public void Whether_words_are_projected_and_how_many_does_not_depend_on_the_instruction_set()
    {
        foreach (var hidden in (int[])[1, 8, 9, 16, 17, 67, 72, 73, 100])
        {
            foreach (var kind in Enum.GetValues<NetworkKind>())
            {
                var shape = new ElmanShape(hidden, 5, 10, 3, 7, new NetworkVariant(kind));
                var model = ElmanModel.Create(RandomModel.Parameters(shape, seed: 1));
                for (var budget = 0; budget < 1 << 15; budget += 16 * sizeof(float))
                {
                    int[] capacities =
                    [
                        .. SimdInfo.Supported.Select(instructionSet => PackingPlan.For(
                            model.Parameters, instructionSet, WeightPrecision.Float32, budget, 1f).ProjectionCapacity),
                    ];
                    Assert.Single(capacities.Distinct());
                }
            }
        }
    }

    /// <summary>All of them begin with a model that has seen no word.</summary>
    [Theory]
    [EveryInstructionSet(40, 151)]
    public void Many_threads_find_the_same_bits_and_keep_to_the_budget(InstructionSet instructionSet, int room)
    {
        var sentences = ResultCase.Sentences();
        foreach (var each in Cases.Where((_, i) => i % 9 == 0))
        {
            var expected = ResultForms.Of(each, instructionSet).First(form => form.HasProbabilities).Run(sentences);
            for (var round = 0; round < 2; round++)
            {
                var model = ResultForms.ModelOf(
                    each, instructionSet, projectionBudget: BudgetOf(each, room));
                var found = OnThreads(sentences, model);
                foreach (var one in found)
                {
                    Assert.Equal(expected.Labels, one.Labels);
                    Bits.AssertEqual(expected.Probabilities, one.Probabilities, each.Name);
                }

                Assert.InRange(model.ProjectedWordCount, 1, room);
            }
        }
    }

    [Fact]
    public void Nothing_is_projected_before_a_word_is_seen_and_everything_after_a_warm_up()
    {
        foreach (var each in Cases.Where(each => each.PiecesInTen == 10))
        {
            var model = ResultForms.ModelOf(each, SimdInfo.Active);
            Assert.True(model.Diagnostics.UsesProjectedEmbeddings);
            Assert.Equal(0, model.ProjectedWordCount);
            model.Warmup();
            Assert.Equal(model.Shape.VocabularySize + 1, model.ProjectedWordCount);
            Assert.All(model.Network.Layers, layer => Assert.Equal(layer.Projection!.Capacity, layer.Projection.Count));
        }
    }

    private static RunningResult[] OnThreads(int[][] sentences, CompiledModel model)
    {
        using var barrier = new Barrier(Threads);
        var results = new RunningResult[Threads];
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            var form = RunningForms.Of(model).Where(form => form.HasProbabilities).ElementAt(i % 2);
            barrier.SignalAndWait();
            results[i] = form.Run(sentences);
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return results;
    }

    private static long BudgetOf(ResultCase each, int room)
    {
        var shape = each.Parameters().Shape;
        var stride = PackedHiddenLayer.WidestStrideOf(shape);
        var layers = shape.Variant.Kind == NetworkKind.Bidirectional ? 2 : 1;
        return layers * ProjectedEmbeddings.SizeInBytes(room, shape.WindowSize, stride);
    }
}
