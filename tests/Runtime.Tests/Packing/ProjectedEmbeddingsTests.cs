using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Tests.Kernels;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Packing;

public sealed class ProjectedEmbeddingsTests
{
    [Theory, EveryInstructionSet]
    public void Every_row_is_a_words_embedding_times_the_weights_of_its_place(InstructionSet instructionSet)
    {
        // One block of words, one more and one less; every remainder of rows.
        foreach (var words in new[] { 1, 2, 3, 4, 5, 63, 64, 65, 131 })
        {
            foreach (var (window, embedding, hidden) in new[] { (1, 1, 1), (3, 4, 9), (7, 5, 33), (19, 2, 130) })
            {
                Check(instructionSet, words, window, embedding, hidden);
            }
        }
    }

    [Fact]
    public void The_size_is_that_of_the_floats()
    {
        Assert.Equal(573L * 7 * 104 * 4, ProjectedEmbeddings.SizeInBytes(573, 7, 104));
        Assert.Equal(4L << 55, ProjectedEmbeddings.SizeInBytes(1L << 31, 1 << 12, 1 << 12));
    }

    private static void Check(InstructionSet instructionSet, int words, int window, int embedding, int hidden)
    {
        var random = new Random((words * 1000) + hidden);
        var embeddings = RandomFloats.Uniform(random, words * embedding, 1f);
        var inputWeights = RandomFloats.Uniform(random, window * embedding * hidden, 1f);
        var table = ProjectedEmbeddings.Create(embeddings, inputWeights, embedding, hidden, hidden, instructionSet);

        var kernels = KernelSet.Of(instructionSet);
        Assert.Equal(window, table.Window);
        Assert.Equal(PanelLayout.RoundUp(hidden, kernels.Lanes), table.Stride);
        Assert.Equal(ProjectedEmbeddings.SizeInBytes(words, window, table.Stride), 4L * table.Rows.Length);
        for (var place = 0; place < window; place++)
        {
            var weights = inputWeights.AsSpan(place * embedding * hidden, embedding * hidden);
            for (var word = 0; word < words; word++)
            {
                var x = embeddings.AsSpan(word * embedding, embedding);
                var row = table.Row(word, place);
                Bits.AssertEqual(row, table.Rows.Slice(((word * window) + place) * table.Stride, table.Stride));
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
}
