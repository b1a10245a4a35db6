using FastElman.Fixtures;
using FastElman.Interop;

namespace FastElman.Cli.Tests;

/// <summary>Models under any name, and files that are no model.</summary>
public sealed class ForeignFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model.bin")]
    [InlineData("model.npz")]
    [InlineData("model")]
    public void A_model_is_known_by_its_content(string name)
    {
        File.Move(SampleModel.SaveIn(_folder), _folder.File(name));

        Assert.Contains("hidden units      5\n", CliRun.Succeed("info", _folder.File(name)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dump.safetensors")]
    [InlineData("dump.zip")]
    public void An_archive_is_known_by_its_content(string name)
    {
        TheanoDump.Save(SampleModel.Create(), _folder.File("dump.npz"));
        File.Move(_folder.File("dump.npz"), _folder.File(name));

        Assert.Contains("hidden units      5\n", CliRun.Succeed("info", _folder.File(name)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.safetensors")]
    [InlineData("a.npz")]
    [InlineData("a.bin")]
    public void What_is_no_model_is_told_by_what_it_is(string name)
    {
        var pointer = _folder.Write(name, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 132735\n");

        Assert.Contains("this is a Git LFS pointer", CliRun.Fail("info", pointer), StringComparison.Ordinal);
        Assert.Contains(
            "git lfs pull",
            CliRun.Fail("convert", pointer, _folder.File("m.safetensors")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_pointer_in_a_folder_of_a_dump_is_told()
    {
        var dump = _folder.File("dump");
        TheanoDump.Save(SampleModel.Create(), dump);
        File.WriteAllText(Path.Combine(dump, "wx.npy"), "version https://git-lfs.github.com/spec/v1\n");

        Assert.Contains("tensor wx: this is a Git LFS pointer", CliRun.Fail("info", dump), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_words_with_their_indices_is_refused()
    {
        var dump = _folder.File("dump");
        TheanoDump.Save(SampleModel.Create(), dump);
        var words = _folder.Write("words.txt", string.Concat(SampleModel.Words.Select((word, i) => $"{word}\t{i}\n")));
        var labels = _folder.Write("labels.txt", string.Concat(SampleModel.Labels.Select(label => $"{label}\n")));

        var message = CliRun.Fail(
            "convert", dump, _folder.File("m.safetensors"), "--words", words, "--labels", labels);

        Assert.Contains("line 1: a name has no tab", message, StringComparison.Ordinal);
        Assert.Contains("without the indices", message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("m.safetensors")));
    }

    [Theory]
    [InlineData("unk", "\"unk\" in line 1 seems to be meant: write it <UNK>")]
    [InlineData("<unk>", "\"<unk>\" in line 1 seems to be meant: write it <UNK>")]
    [InlineData("other", "the words have no <UNK>")]
    public void Words_without_a_word_for_unknown_ones_are_remarked(string first, string expected)
    {
        var dump = _folder.File("dump");
        TheanoDump.Save(SampleModel.Create(), dump);
        var words = _folder.Write("words.txt", string.Join('\n', [first, .. SampleModel.Words[1..]]));

        var run = CliRun.Of("convert", dump, _folder.File("m.safetensors"), "--words", words);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }
}
