using FastElman.Fixtures;
using FastElman.Model.Subwords;

namespace FastElman.Tests.Model.Subwords;

/// <summary>The vector of an unknown word.</summary>
public sealed class SubwordEmbeddingTests
{
    [Fact]
    public void An_embedding_is_that_of_the_unknown_word_and_the_sum_of_its_subwords()
    {
        for (var size = 1; size <= 67; size++)
        {
            var model = Model(size);
            var table = SubwordTable.Of(model)!;
            foreach (var word in (string[])["", "a", "Lisbon", "1984", "東京", new string('x', 60)])
            {
                var found = new float[size + 2];
                table.Embed(word, found.AsSpan(1, size));
                var expected = PlainSubwords.Embedding(word, model.Parameters, model.Vocabulary!.UnknownIndex!.Value);
                Assert.Equal(0, found[0]);
                Assert.Equal(0, found[^1]);
                for (var i = 0; i < size; i++)
                {
                    Assert.Equal(expected[i], found[i + 1], 1e-5);
                }
            }
        }
    }

    [Fact]
    public void A_model_without_subwords_has_no_table()
    {
        var shape = new ElmanShape(3, 2, 5, 4, 1);
        Assert.Null(SubwordTable.Of(ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 1), RandomModel.Vocabulary(shape))));
    }

    private static ElmanModel Model(int embeddingSize)
    {
        var shape = new ElmanShape(3, 2, 5, embeddingSize, 1, NetworkVariant.Tutorial, subwordCount: 100);
        return ElmanModel.Create(RandomModel.Parameters(shape, embeddingSize), RandomModel.Vocabulary(shape));
    }
}
