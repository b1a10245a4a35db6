using System.IO.Compression;
using System.Text;
using FastElman.Fixtures;

namespace FastElman.Training.Tests.Corpora.Pickle;

/// <summary>Files that try to take more than they give, and files that are damaged.</summary>
public class PickleFileTests
{
    [Fact]
    public void A_gzip_bomb_is_refused_quickly_and_in_little_memory()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("bomb.pkl.gz", Compress(new byte[64 << 20]));

        RefusedInLittleMemory(path, "far larger");
    }

    [Theory]
    [InlineData("]")]
    [InlineData("(")]
    [InlineData("N")]
    [InlineData("\u008C\0")]
    [InlineData("N\u0094")]
    [InlineData("]2a")]
    public void A_gzip_that_only_unpacks_to_many_values_is_refused_in_little_memory(string instructions)
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
    public void The_name_does_not_tell_whether_it_is_compressed()
    {
        using var folder = new TemporaryFolder();
        var pickle = File.ReadAllBytes(PickleFixture.PathOf("python3-protocol4.pkl"));

        Assert.Equal(2, Corpus.Load(folder.Write("plain.pkl.gz", pickle)).Sentences(CorpusSet.Train).Count);
        Assert.Equal(2, Corpus.Load(folder.Write("compressed.pkl", Compress(pickle))).Sentences(CorpusSet.Train).Count);
    }

    [Fact]
    public void A_damaged_gzip_gives_a_corpus_or_the_one_exception()
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
            Corpus.Load(path);
        }
        catch (CorpusFormatException exception)
        {
            Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', exception.Message);
        }
    }

    private static void RefusedInLittleMemory(string path, string expected)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var exception = Assert.Throws<CorpusFormatException>(() => Corpus.Load(path));

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
}
