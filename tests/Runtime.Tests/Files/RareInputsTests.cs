using System.Text;
using FastElman.Files;
using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>Forms of model files that hardly ever come.</summary>
public class RareInputsTests
{
    [Theory]
    [InlineData("(tp0\n.", nameof(FileKind.Pickle))]
    [InlineData("(lp\n.", nameof(FileKind.Text))]
    [InlineData("(lp12", nameof(FileKind.Text))]
    [InlineData("(dp", nameof(FileKind.Text))]
    [InlineData("(dq1\n", nameof(FileKind.Text))]
    [InlineData("(lp", nameof(FileKind.Text))]
    [InlineData("(tp", nameof(FileKind.Text))]
    [InlineData("(xp", nameof(FileKind.Text))]
    [InlineData("(ca", nameof(FileKind.Text))]
    [InlineData("(d", nameof(FileKind.Text))]
    [InlineData("(l", nameof(FileKind.Text))]
    [InlineData("(t", nameof(FileKind.Text))]
    [InlineData("(c", nameof(FileKind.Text))]
    [InlineData("(", nameof(FileKind.Text))]
    [InlineData("(]", nameof(FileKind.Text))]
    [InlineData("(]q", nameof(FileKind.Text))]
    [InlineData("(]r\u0001", nameof(FileKind.Text))]
    [InlineData("dp1\n", nameof(FileKind.Text))]
    [InlineData("c\n\n(", nameof(FileKind.Text))]
    [InlineData("(}q\u0001(", nameof(FileKind.Pickle))]
    [InlineData("]q! O\n", nameof(FileKind.Text))]
    [InlineData("cnumpy\ndtype\n)", nameof(FileKind.Pickle))]
    [InlineData("cnumpy\ndtype\nq\u0001", nameof(FileKind.Pickle))]
    [InlineData("cnumpy\ndtype\n\n", nameof(FileKind.Text))]
    [InlineData("cat O\nb\n(", nameof(FileKind.Text))]
    [InlineData("cat", nameof(FileKind.Text))]
    public void Lines_of_a_pickle_are_told_from_text(string bytes, string kind) =>
        Assert.Equal(kind, FileSignature.Of(Encoding.Latin1.GetBytes(bytes)).ToString());

    [Fact]
    public async Task A_model_is_read_from_a_stream_without_waiting()
    {
        var bytes = HandmadeFile.Sound().ToBytes();
        using var stream = new MemoryStream(bytes);

        var model = await ElmanModel.LoadAsync(stream, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(ElmanModel.Load(bytes).Fingerprint, model.Fingerprint);
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void A_folder_is_no_model_file()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ModelFormatException>(() => ElmanModel.Load(folder.Path));
        Assert.False(ElmanModel.TryLoad(folder.Path, options: null, out _, out var problem));
        Assert.Contains(folder.Path, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_say_what_they_allow()
    {
        var strict = new ModelLoadOptions().ToString();
        var loose = new ModelLoadOptions
        {
            AllowNonFinite = true,
            AllowUnknownTensors = true,
            VerifyChecksum = false,
        }.ToString();
        Assert.Contains("finite values", strict, StringComparison.Ordinal);
        Assert.Contains("any values", loose, StringComparison.Ordinal);
        Assert.NotEqual(strict, loose);
    }
}
