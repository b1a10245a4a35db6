using System.Text;
using FastElman.Cli.Terminal;
using FastElman.Training.Evaluation;

namespace FastElman.Cli.Tests.Terminal;

public sealed class CountedStreamTests
{
    [Fact]
    public void Bytes_are_counted_as_they_are_read()
    {
        var counter = new ProgressCounter();
        using var counted = new CountedStream(new MemoryStream([1, 2, 3, 4, 5]), counter);

        Assert.Equal(2, counted.Read(new byte[2]));
        Assert.Equal(2, counter.Done);
        Assert.Equal(3, counted.Read(new byte[10], 4, 6));
        Assert.Equal(5, counter.Done);
        Assert.Equal(0, counted.Read(new byte[2]));
        Assert.Equal(5, counter.Done);
    }

    [Fact]
    public void Scoring_a_stream_counts_its_bytes()
    {
        var input = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("word B-x O\n", 100_000)));
        var counter = new ProgressCounter();
        var seen = new SortedSet<long>();
        using var counted = new CountedStream(new ObservedStream(input, () => seen.Add(counter.Done)), counter);

        Assert.Equal(ConllScript.Success, ConllScript.Run(counted, new MemoryStream(), Stream.Null));

        Assert.Equal(input.Length, counter.Done);
        Assert.InRange(seen.Count, 10, int.MaxValue);
    }

    /// <summary>Calls back before each read.</summary>
    private sealed class ObservedStream(byte[] bytes, Action beforeRead) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer)
        {
            beforeRead();
            return base.Read(buffer);
        }
    }
}
