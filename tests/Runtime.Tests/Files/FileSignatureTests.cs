using System.Text;
using FastElman.Files;

namespace FastElman.Tests.Files;

public class FileSignatureTests
{
    [Theory]
    [InlineData("", nameof(FileKind.Empty))]
    [InlineData("book O\na B-x\n", nameof(FileKind.Text))]
    [InlineData("cat\ndog\nbird\n", nameof(FileKind.Text))]
    [InlineData("<UNK> O\n", nameof(FileKind.Text))]
    [InlineData("( O\nlp O\n", nameof(FileKind.Text))]
    [InlineData("{ O\n\" O\n", nameof(FileKind.Text))]
    [InlineData("[ O\n", nameof(FileKind.Text))]
    [InlineData("lp1\ndp2\n", nameof(FileKind.Text))]
    [InlineData("\u00EF\u00BB\u00BF  <!DocType HTML>", nameof(FileKind.Html))]
    [InlineData("<?xml version=\"1.0\"?>\n<html xmlns=\"x\">", nameof(FileKind.Html))]
    [InlineData("<?xml version=\"1.0\"?>\n<corpus>", nameof(FileKind.Xml))]
    [InlineData("[\n  {\"text\": \"a\"}]", nameof(FileKind.Json))]
    [InlineData("{\"text\" : 1}", nameof(FileKind.Json))]
    [InlineData("\u001F\u008B\u0008", nameof(FileKind.Gzip))]
    [InlineData("BZh9", nameof(FileKind.Compressed))]
    [InlineData("\u0080\u0004\u0095", nameof(FileKind.Pickle))]
    [InlineData("(((lp0\ncnumpy.core.multiarray\n", nameof(FileKind.Pickle))]
    [InlineData("(dp0\r\nS'a'\r\n", nameof(FileKind.Pickle))]
    [InlineData("(]q\u0000(", nameof(FileKind.Pickle))]
    [InlineData("ccopy_reg\n_reconstructor\np0\n", nameof(FileKind.Pickle))]
    [InlineData("a\u0000b", nameof(FileKind.Binary))]
    [InlineData("\u0001\0\0\0\0\0\0\0{}", nameof(FileKind.Binary))]
    [InlineData("\u0002\0\0\0\0\0\0\0{}", nameof(FileKind.Safetensors))]
    [InlineData("\u0002\0\0\0\0\0\0\0", nameof(FileKind.Binary))]
    [InlineData("\0\0\0\u0001\0\0\0\0{}", nameof(FileKind.Safetensors))]
    [InlineData("\u0001\0\0\u0001\0\0\0\0{}", nameof(FileKind.Binary))]
    [InlineData("\u00FF\u00FEa\u0000", nameof(FileKind.Utf16))]
    [InlineData("\u0008\u0001\u0012", nameof(FileKind.Onnx))]
    [InlineData("\u0008\u0007\u001A", nameof(FileKind.Onnx))]
    [InlineData("\u0008\u0008\u0022", nameof(FileKind.Onnx))]
    [InlineData("\u0008\u0008\u0028", nameof(FileKind.Onnx))]
    [InlineData("\u0008\u0008\u0032", nameof(FileKind.Onnx))]
    [InlineData("\u0008\u0008\u003A", nameof(FileKind.Onnx))]
    [InlineData("\u0008\u0020\u0042\0", nameof(FileKind.Onnx))]
    [InlineData("\u0008\u0008", nameof(FileKind.Text))]
    [InlineData("\u0008\0\u0012", nameof(FileKind.Binary))]
    [InlineData("\u0008\u0021\u0012", nameof(FileKind.Text))]
    [InlineData("\u0009\u0008\u0012", nameof(FileKind.Text))]
    [InlineData("\u0008\u0008\u0011", nameof(FileKind.Text))]
    [InlineData("\u0008\u0008\u0019", nameof(FileKind.Text))]
    [InlineData("\u0008\u0008\u0021", nameof(FileKind.Text))]
    [InlineData("\u0008\u0008\u0027", nameof(FileKind.Text))]
    [InlineData("\u0008\u0008\u0031", nameof(FileKind.Text))]
    [InlineData("\u0008\u0008\u0041", nameof(FileKind.Text))]
    [InlineData("\u0008\u0008\u0043", nameof(FileKind.Text))]
    public void The_first_bytes_tell_the_kind(string bytes, string kind) =>
        Assert.Equal(kind, FileSignature.Of(Encoding.Latin1.GetBytes(bytes)).ToString());

    [Fact]
    public void A_saved_model_is_a_safetensors_file()
    {
        using var stream = new MemoryStream(HandmadeFile.Sound().ToBytes());
        stream.Position = 0;

        Assert.Equal(
            FileKind.Safetensors, FileSignature.Of(FileSignature.Peek(stream, stackalloc byte[FileSignature.Length])));
        Assert.Equal(0, stream.Position);
    }

    [Fact]
    public void Every_known_kind_explains_itself()
    {
        foreach (var kind in Enum.GetValues<FileKind>())
        {
            Assert.Contains("not a corpus", FileSignature.Explain(kind, "a corpus"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_number_that_is_no_kind_explains_nothing() =>
        Assert.Null(FileSignature.Explain((FileKind)int.MaxValue, "a corpus"));
}
