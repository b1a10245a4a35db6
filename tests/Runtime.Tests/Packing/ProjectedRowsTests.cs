using FastElman.Packing;

namespace FastElman.Tests.Packing;

/// <summary>Room for the rows of words, which one thread at a time fills.</summary>
public sealed class ProjectedRowsTests
{
    /// <summary>More words than one allocation holds.</summary>
    private const int Capacity = 700;
    private const int Window = 3;
    private const int Stride = 32;

    private readonly ProjectedRows _rows = new(Capacity, Window, Stride);

    [Fact]
    public void Every_word_has_rows_of_its_own_until_there_is_no_room_left()
    {
        for (var word = 0; word < Capacity; word++)
        {
            Assert.Equal(word, _rows.Count);
            Assert.True(_rows.TryEnter());
            var rows = _rows.Next();
            Assert.Equal(Window * Stride, rows.Length);
            Assert.True(rows.IndexOfAnyExcept(0f) < 0);
            rows.Fill(1);
            _rows.Keep();
        }

        Assert.False(_rows.TryEnter());
        Assert.Equal((Capacity, Capacity), (_rows.Count, _rows.Capacity));
    }

    [Fact]
    public void One_is_inside_at_a_time()
    {
        Assert.True(_rows.TryEnter());
        Assert.False(_rows.TryEnter());

        _rows.Leave();

        Assert.True(_rows.TryEnter());
        _rows.Keep();
        Assert.True(_rows.TryEnter());
    }

    [Fact]
    public void Who_leaves_gives_the_place_to_the_next()
    {
        _rows.TryEnter();
        _rows.Next().Fill(1);
        _rows.Keep();
        _rows.TryEnter();
        _rows.Next().Fill(2);
        _rows.Leave();

        _rows.TryEnter();

        Assert.Equal(2, _rows.Next()[0]);
        Assert.Equal(1, _rows.Count);
    }
}
