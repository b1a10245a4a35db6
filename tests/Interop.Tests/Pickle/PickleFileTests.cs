using System.IO.Compression;
using System.Text;
using FastElman.Fixtures;

namespace FastElman.Interop.Tests.Pickle;

/// <summary>Files that try to take more than they give, and files that are damaged.</summary>
public sealed class PickleFileTests
{
    [Fact]
    public void A_gzip_bomb_is_refused_in_little_memory()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("bomb.pkl.gz", Compress(new byte[64 << 20]));

        RefusedInLittleMemory(path, "far larger");
    }

    [Fact]
    public void A_file_that_no_array_could_hold_is_refused_before_it_is_read()
    {
        using var endless = new LongStream();

        var exception = Assert.Throws<FoldFormatException>(() => FoldPickle.Load(endless));

        Assert.Equal($"{long.MaxValue}", exception.Found);
    }

    [Theory]
    [InlineData("]")]
    [InlineData("(")]
    [InlineData("N")]
    [InlineData("\u008C\0")]
    [InlineData("N\u0094")]
    [InlineData("]2a")]
    public void A_pickle_of_endless_values_is_refused_in_little_memory(string instructions)
    {
        using var folder = new TemporaryFolder();
        var pickle = new byte[(16 << 20) - 8];
        Encoding.Latin1.GetBytes("]p0\n").CopyTo(pickle, 0);
        var repeated = Encoding.Latin1.GetBytes(instructions);
        for (var i = 4; i < pickle.Length; i++)
        {
            pickle[i] = repeated[i % repeated.Length];
        }

        RefusedInLittleMemory(folder.Write("many.pkl.gz", Compress(pickle)), "memory");
    }

    [Fact]
    public void The_content_tells_whether_it_is_compressed()
    {
        using var folder = new TemporaryFolder();
        var pickle = File.ReadAllBytes(PickleFixture.PathOf("python3-protocol4.pkl"));

        Assert.Equal(2, FoldPickle.Load(folder.Write("plain.pkl.gz", pickle)).Train.Count);
        Assert.Equal(2, FoldPickle.Load(folder.Write("compressed.pkl", Compress(pickle))).Train.Count);
    }

    [Fact]
    public void A_damaged_gzip_gives_a_fold_or_a_refusal()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(345);
        var compressed = File.ReadAllBytes(PickleFixture.PathOf("compressed.pkl.gz"));
        for (var i = 0; i < compressed.Length; i++)
        {
            LoadOrRefuse(folder.Write("cut.pkl.gz", compressed.AsSpan(0, i)));
            var damaged = compressed.ToArray();
            damaged[i] ^= (byte)random.Next(1, 256);
            LoadOrRefuse(folder.Write("damaged.pkl.gz", damaged));
        }
    }

    private static void LoadOrRefuse(string path)
    {
        try
        {
            FoldPickle.Load(path);
        }
        catch (FoldFormatException exception)
        {
            Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', exception.Message);
        }
    }

    private static void RefusedInLittleMemory(string path, string expected)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var exception = Assert.Throws<FoldFormatException>(() => FoldPickle.Load(path));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100L << 20);
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }

    /// <summary>Says that it is long, and holds an empty list.</summary>
    private sealed class LongStream() : MemoryStream("]q\u0001."u8.ToArray())
    {
        public override long Length => long.MaxValue;
    }
}
