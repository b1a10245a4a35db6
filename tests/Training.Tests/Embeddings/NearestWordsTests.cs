using FastElman.Training.Embeddings;

namespace FastElman.Training.Tests.Embeddings;

public class NearestWordsTests
{
    [Fact]
    public void The_nearest_comes_first_whatever_the_lengths()
    {
        var nearest = Of([1, 0], [0, 5], [3, 3], [-2, 0], [10, 1]);

        var neighbours = nearest.Of(0, most: 10);

        Assert.Equal([4, 2, 1, 3], neighbours.Select(each => each.Word));
        Assert.Equal(
            [10 / Math.Sqrt(101), Math.Sqrt(0.5), 0, -1],
            neighbours.Select(each => each.Cosine),
            (one, other) => Math.Abs(one - other) < 1e-12);
    }

    [Fact]
    public void No_more_are_given_than_asked_for() =>
        Assert.Equal([1], Of([1, 0], [1, 1], [0, 1]).Of(0, most: 1).Select(each => each.Word));

    [Fact]
    public void Of_equals_the_first_comes_first() =>
        Assert.Equal([0, 2, 3], Of([1, 0], [1, 0], [2, 0], [3, 0]).Of(1, most: 3).Select(each => each.Word));

    [Fact]
    public void A_row_of_zeros_is_near_to_none()
    {
        var nearest = Of([0, 0], [1, 1], [-1, 1]);

        Assert.All(nearest.Of(0, most: 2), each => Assert.Equal(0, each.Cosine));
        Assert.Equal(0, nearest.Of(1, most: 2)[0].Cosine);
    }

    [Fact]
    public void The_padding_word_is_no_neighbour()
    {
        var parameters = new ElmanParameters(new ElmanShape(1, 1, 2, 1, 1));
        parameters.Embeddings.Fill(1);

        Assert.Equal([1], new NearestWords(parameters).Of(0, most: 5).Select(each => each.Word));
    }

    private static NearestWords Of(params float[][] rows)
    {
        var parameters = new ElmanParameters(new ElmanShape(1, 1, rows.Length, 2, 1));
        rows.SelectMany(row => row).ToArray().CopyTo(parameters.Embeddings);
        return new NearestWords(parameters);
    }
}
