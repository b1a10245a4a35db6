using FastElman.Fixtures;
using FastElman.Model.Subwords;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>Which vectors make up the vector of a word.</summary>
public sealed class ComposedWordsTests
{
    private static readonly ElmanShape Shape = SubwordSample.Shape();

    [Fact]
    public void A_word_has_its_own_vector_and_its_subwords()
    {
        var words = SubwordSample.Words(Shape);

        Assert.All(Enumerable.Range(1, SubwordSample.Vocabulary.Count - 1), word =>
        {
            Assert.Equal(word, words.OwnRowOf(word));
            Assert.Equal(SubwordsOf(SubwordSample.Vocabulary[word]), words.SubwordsOf(word).ToArray());
        });
    }

    [Fact]
    public void A_dropped_word_loses_its_own_vector_only()
    {
        var words = SubwordSample.Words(Shape);

        Assert.All(Enumerable.Range(0, SubwordSample.Vocabulary.Count), word =>
        {
            var dropped = words.DroppedRowOf(word);
            Assert.Equal(0, words.OwnRowOf(dropped));
            Assert.Equal(words.SubwordsOf(word).ToArray(), words.SubwordsOf(dropped).ToArray());
        });
    }

    [Fact]
    public void A_word_that_the_vocabulary_lacks_is_read_by_its_letters_as_they_are_written()
    {
        var words = SubwordSample.Words(Shape);

        Assert.All(SubwordSample.Missing, (word, place) =>
        {
            var row = words.MissingRowOf(place);
            Assert.Equal(0, words.OwnRowOf(row));
            Assert.Equal(SubwordsOf(word), words.SubwordsOf(row).ToArray());
        });
        Assert.Equal(words.RowCount - 1, words.MissingRowOf(SubwordSample.Missing.Length - 1));
    }

    [Fact]
    public void The_unknown_word_and_the_padding_word_have_no_letters()
    {
        var words = SubwordSample.Words(Shape);

        Assert.True(words.SubwordsOf(0).IsEmpty);
        Assert.True(words.SubwordsOf(words.PaddingRow).IsEmpty);
        Assert.Equal(Shape.PaddingRow, words.OwnRowOf(words.PaddingRow));
        Assert.Equal(Shape.PaddingRow, words.PaddingRow);
    }

    [Fact]
    public void The_parameters_of_a_model_have_both_in_the_rows_of_known_words()
    {
        var own = RandomModel.Parameters(Shape, seed: 1);
        var before = own.Clone();

        var composed = SubwordSample.Words(Shape).Compose(own);

        Bits.AssertEqual(before, own);
        for (var word = 1; word < SubwordSample.Vocabulary.Count; word++)
        {
            var expected = Row(own, word).ToArray();
            SubwordEmbedding.Add(SubwordsOf(SubwordSample.Vocabulary[word]), own[ElmanTensor.Subwords], expected);
            Bits.AssertEqual(expected, Row(composed, word));
            Assert.NotEqual(Row(own, word).ToArray(), expected);
            Row(own, word).CopyTo(Row(composed, word));
        }

        Bits.AssertEqual(own, composed);
    }

    private static int[] SubwordsOf(string word)
    {
        var rows = new int[SubwordRows.MaximumCount];
        return rows[..SubwordRows.Find(word, Shape.SubwordCount, rows)];
    }

    private static Span<float> Row(ElmanParameters parameters, int row) =>
        parameters.Embeddings.Slice(row * Shape.EmbeddingSize, Shape.EmbeddingSize);
}
