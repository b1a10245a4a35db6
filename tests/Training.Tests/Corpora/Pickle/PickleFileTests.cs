using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using FastElman.Fixtures;
using FastElman.Training.Corpora;

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
    public void Every_truncation_gives_a_corpus_or_the_one_exception()
    {
        using var folder = new TemporaryFolder();
        foreach (var fixture in PickleFixture.All)
        {
            var pickle = File.ReadAllBytes(fixture);
            for (var length = 0; length < pickle.Length; length++)
            {
                LoadOrRefuse(folder, fixture, pickle.AsSpan(0, length));
            }
        }
    }

    [Fact]
    public void A_truncated_pickle_is_never_a_corpus()
    {
        using var folder = new TemporaryFolder();
        var pickle = File.ReadAllBytes(PickleFixture.PathOf("python2-protocol0.pkl"));
        for (var length = 0; length < pickle.Length; length++)
        {
            var path = folder.Write("cut.pkl", pickle.AsSpan(0, length));
            Assert.Throws<CorpusFormatException>(() => Corpus.Load(path));
        }
    }

    [Fact]
    public void Every_damage_gives_a_corpus_or_the_one_exception()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(345);
        foreach (var fixture in PickleFixture.All)
        {
            var pickle = File.ReadAllBytes(fixture);
            for (var i = 0; i < 1000; i++)
            {
                var damaged = pickle.ToArray();
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                LoadOrRefuse(folder, fixture, damaged);
            }
        }
    }

    [Fact]
    public void Random_instructions_give_the_one_exception()
    {
        const string Instructions = "(0012KKKMNNR]]ab)}tutsdlehhqqq.\u0085\u0086\u0087\u0088\u0094\u0093\u008C";
        using var folder = new TemporaryFolder();
        var random = new Random(345);
        for (var i = 0; i < 5000; i++)
        {
            var pickle = new byte[random.Next(1, 200)];
            for (var j = 0; j < pickle.Length; j++)
            {
                pickle[j] = random.Next(8) == 0 ? (byte)random.Next(8) : (byte)Instructions[random.Next(Instructions.Length)];
            }

            LoadOrRefuse(folder, "random.pkl", pickle);
        }
    }

    private static void LoadOrRefuse(TemporaryFolder folder, string fixture, ReadOnlySpan<byte> pickle)
    {
        var path = folder.Write("damaged.pkl", pickle);
        try
        {
            Corpus.Load(path);
        }
        catch (CorpusFormatException exception)
        {
            Assert.DoesNotContain('\n', exception.Message);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{fixture} as {Convert.ToHexString(pickle)}", exception);
        }
    }

    private static void RefusedInLittleMemory(string path, string expected)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var time = Stopwatch.StartNew();

        var exception = Assert.Throws<CorpusFormatException>(() => Corpus.Load(path));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200L << 20);
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
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
