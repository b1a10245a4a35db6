using System.IO.Compression;
using System.Text;
using FastElman.Cli.Tests.Shards;
using ZstdSharp;

namespace FastElman.Cli.Tests.Commands;

public sealed class CompressedInputTests : IDisposable
{
    private static readonly string Text = ShardedWork.Words(2000);
    private static readonly byte[] SkippableFrame = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];

    private readonly ShardedWork _work = new() { Block = "500" };

    public void Dispose() => _work.Dispose();

    public static TheoryData<string> Forms => ["gzip", "zstd"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_compressed_file_gives_what_the_plain_one_gives(string form)
    {
        var expected = _work.TagAtOnce(_work.Write("plain", Text));
        var bytes = Compress(form, Text);

        Assert.Equal(expected, _work.TagAtOnce(Save(bytes)));
        Assert.Equal(expected, CliRun.WithBytes(bytes, "tag", _work.Model).Output);
        _work.Tag(Save(bytes), "0/2");
        _work.Tag(_work.File("plain"), "1/2");
        Assert.Equal(expected, _work.Merge());
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Members_and_frames_one_after_another_are_one_input(string form)
    {
        var half = Text.Length / 2;
        byte[] bytes =
            [.. Compress(form, Text[..half]), .. Compress(form, string.Empty), .. Compress(form, Text[half..])];

        Assert.Equal(_work.TagAtOnce(_work.Write("plain", Text)), _work.TagAtOnce(Save(bytes)));
    }

    [Fact]
    public void Frames_that_are_skipped_may_come_first() =>
        Assert.Equal(
            _work.TagAtOnce(_work.Write("plain", Text)),
            _work.TagAtOnce(Save([.. SkippableFrame, .. Compress("zstd", Text), .. SkippableFrame])));

    [Theory]
    [MemberData(nameof(Forms))]
    public void Cut_and_damaged_data_are_one_error_that_names_the_file_and_leave_no_output(string form)
    {
        var bytes = Compress(form, Text);
        var damaged = (byte[])bytes.Clone();
        damaged[form == "gzip" ? bytes.Length - 5 : bytes.Length / 2] ^= 0x55;

        foreach (var wrong in (byte[][])[bytes[..^1], bytes[..(bytes.Length / 2)], bytes[..5], damaged])
        {
            var target = _work.File("p.npy");
            var run = CliRun.Of("tag", _work.Model, Save(wrong), "--probabilities", target);

            Assert.Equal((1, $"fastelman: {_work.File("in")}: the {form} data are damaged or cut short\n"),
                (run.ExitCode, run.Error));
            Assert.False(File.Exists(target));
            Assert.Contains("the " + form, _work.FailToTag(Save(wrong), "0/1"), StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(_work.Shards, "end.json")));
        }
    }

    /// <summary>What follows is the last byte, or far from the end, where many are read at a time.</summary>
    [Theory]
    [InlineData("x")]
    [InlineData("xy")]
    [InlineData("\u001f")]
    [InlineData("\u001f\u008b")]
    [InlineData("\0x")]
    [InlineData("\0\0x")]
    [InlineData("x\0")]
    [InlineData("x\0\0", 50_000)]
    [InlineData("\0x\0", 50_000)]
    [InlineData("\0", 50_000, "x")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0x", 50_000)]
    public void Other_data_behind_gzip_are_noticed(string start, int zeros = 0, string end = "")
    {
        byte[] following = [.. Encoding.Latin1.GetBytes(start), .. new byte[zeros], .. Encoding.Latin1.GetBytes(end)];

        Assert.Matches(
            "in: the gzip data are damaged(, or other data follow them| or cut short)\n$",
            CliRun.Of("tag", _work.Model, Save([.. Compress("gzip", Text), .. following])).Error);
    }

    /// <summary>As gzip itself does: they fill the last block of a tape.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    [InlineData(700)]
    [InlineData(16_384)]
    [InlineData(300_000)]
    public void Zeros_behind_gzip_are_skipped(int count) =>
        Assert.Equal(
            _work.TagAtOnce(_work.Write("plain", Text)),
            _work.TagAtOnce(Save([.. Compress("gzip", Text), .. new byte[count]])));

    [Fact]
    public void Many_zeros_in_gzip_are_data()
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(new byte[200_000]);
            gzip.Write("\nto\n"u8);
        }

        var plain = _work.TagAtOnce(_work.Write("plain", new string('\0', 200_000) + "\nto\n"));
        Assert.Equal(plain, _work.TagAtOnce(Save(target.ToArray())));
    }

    [Fact]
    public void A_frame_that_needs_a_dictionary_says_so() =>
        Assert.Equal(
            $"fastelman: {_work.File("in")}: the zstd data need a dictionary, which is not read here: compress them "
                + "without one\n",
            CliRun.Of("tag", _work.Model, Save([0x28, 0xB5, 0x2F, 0xFD, 0x21, 7, 1, 9, 0, 0, (byte)'a'])).Error);

    [Fact]
    public void A_window_that_needs_much_memory_is_refused()
    {
        using var compressor = new Compressor(1);
        compressor.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_windowLog, 28);
        compressor.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_contentSizeFlag, 0);
        using var target = new MemoryStream();
        using (var stream = new CompressionStream(target, compressor, leaveOpen: true))
        {
            stream.Write("to\n"u8);
            stream.Flush();
            stream.Write("oslo\n"u8);
        }

        Assert.Contains(
            "in: the zstd data need a window of more than 128 MiB: compress them with --long=27 or less",
            CliRun.Fail("tag", _work.Model, Save(target.ToArray())),
            StringComparison.Ordinal);
    }

    /// <summary>
    /// The input stands for a gigabyte. A process that read more than the longest sentence would need more than it may
    /// have, and much more time.
    /// </summary>
    [Theory]
    [InlineData("oslo ", "--sentences", "in: line 1: a line is too long (found 16")]
    [InlineData("oslo\n", "", "the sentence is too long (expected at most 4194304 characters, found more)")]
    public void A_small_file_with_an_endless_sentence_takes_no_memory(string text, string option, string problem)
    {
        Assert.SkipUnless(ShellProcess.HasShell, "there is no bash");
        var piece = Compress("gzip", string.Concat(Enumerable.Repeat(text, 1_000_000)));
        Save([.. Enumerable.Repeat(piece, 200).SelectMany(bytes => bytes)]);

        var run = ShellProcess.Run(
            $"cd '{_work.Folder}'; '{ShellProcess.Command}' tag model.safetensors in {option}",
            ("DOTNET_GCHeapHardLimit", "0x8000000"));

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("P*M")]
    [InlineData("\u001f")]
    public void Text_that_begins_like_compressed_data_is_text(string word) =>
        Assert.StartsWith($"{word}\t", CliRun.SucceedWithInput(word, "tag", _work.Model), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Forms))]
    public void Score_reads_compressed_input_too(string form)
    {
        const string Scored = "oslo B-city B-city\nto O O\n\n";

        Assert.Equal(
            CliRun.SucceedWithInput(Scored, "score"),
            CliRun.WithBytes(Compress(form, Scored), "score").Output);
    }

    private string Save(byte[] bytes)
    {
        var file = _work.File("in");
        File.WriteAllBytes(file, bytes);
        return file;
    }

    private static byte[] Compress(string form, string text)
    {
        using var target = new MemoryStream();
        using (Stream stream = form == "gzip"
            ? new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true)
            : new CompressionStream(target, level: 3, leaveOpen: true))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return target.ToArray();
    }
}
