using System.IO.Compression;
using System.Text;
using FastElman.Fixtures;
using FastElman.Interop;
using FastElman.Interop.Numpy;
using FastElman.Interop.Theano;
using FastElman.Model;

namespace FastElman.Cli.Tests;

/// <summary>
/// Each kind of broken input through the front door: exit code 1, one line that names what is wrong, no output file,
/// little memory.
/// </summary>
public sealed class BrokenInputTests : IDisposable
{
    private const long MemoryLimit = 64L << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_truncated_model_file()
    {
        var whole = File.ReadAllBytes(SampleModel.SaveIn(_folder));

        Refuse("cut short", _folder.Write("cut.safetensors", whole.AsSpan(0, whole.Length - 20)));
    }

    [Fact]
    public void A_model_file_with_a_header_that_promises_gigabytes()
    {
        const string Header =
            """{"embeddings":{"dtype":"F32","shape":[100000,100000],"data_offsets":[0,40000000000]}}""";

        Refuse(
            "cut short",
            _folder.Write(
                "promise.safetensors",
                (ReadOnlySpan<byte>)[
                    .. BitConverter.GetBytes((ulong)Header.Length), .. Encoding.UTF8.GetBytes(Header),
                ]));
    }

    [Fact]
    public void A_model_file_with_a_header_of_impossible_length() =>
        Refuse(
            "impossible length",
            _folder.Write(
                "length.safetensors",
                (ReadOnlySpan<byte>)[.. BitConverter.GetBytes(ulong.MaxValue), (byte)'{', (byte)'}']));

    [Fact]
    public void A_dump_with_a_wrong_shape()
    {
        var dump = Dump();
        NpyWriter.Write(Path.Combine(dump, "wh.npy"), new float[20], [5, 4]);

        Refuse("tensor wh", dump);
    }

    [Fact]
    public void A_dump_with_a_truncated_file()
    {
        var dump = Dump();
        var whole = File.ReadAllBytes(Path.Combine(dump, "wx.npy"));
        File.WriteAllBytes(Path.Combine(dump, "wx.npy"), whole[..^1]);

        Refuse("tensor wx", dump);
    }

    [Fact]
    public void An_archive_that_is_a_bomb()
    {
        var path = _folder.File("bomb.npz");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (var tensor in TensorNames.Tutorial)
            {
                using var entry = archive.CreateEntry($"{tensor.FileName()}.npy", CompressionLevel.SmallestSize).Open();
                NpyWriter.Write(entry, new float[1 << 21], [1 << 21]);
            }
        }

        Refuse("inflates", path);
    }

    [Theory]
    [InlineData("cos\nsystem\n(S'touch {0}'\ntR.")]
    [InlineData("cposix\nsystem\n(S'touch {0}'\ntR.")]
    [InlineData("c__builtin__\neval\n(S'open(\"{0}\", \"w\")'\ntR.")]
    public void A_fold_that_is_a_program(string pickle)
    {
        var witness = _folder.File("witness");
        var fold = _folder.Write("evil.pkl", pickle.Replace("{0}", witness, StringComparison.Ordinal));

        Refuse("not allowed", Dump(), "--vocabulary", fold);

        Assert.False(File.Exists(witness));
    }

    [Fact]
    public void A_fold_that_is_a_bomb()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 200; i++)
            {
                gzip.Write(zeros);
            }
        }

        Refuse("larger than it should be", Dump(), "--vocabulary", _folder.Write("bomb.pkl.gz", compressed.ToArray()));
    }

    private string Dump()
    {
        var dump = _folder.File("dump");
        DumpWriter.Write(SampleModel.Parameters(), dump, TheanoDialect.Rnnslu);
        return dump;
    }

    private void Refuse(string problem, string source, params string[] options)
    {
        var target = _folder.File("out.safetensors");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var message = CliRun.Fail(["convert", source, target, .. options]);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MemoryLimit);
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.GetFiles(_folder.Path),
            file => Path.GetFileName(file).StartsWith("out", StringComparison.Ordinal));
    }
}
