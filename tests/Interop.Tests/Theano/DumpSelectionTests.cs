using FastElman.Fixtures;
using FastElman.Interop.Theano;

namespace FastElman.Interop.Tests.Theano;

/// <summary>Through archives, where names that differ only in case can always stand side by side.</summary>
public sealed class DumpSelectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, byte[]> _files = DumpBytes.Files();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_in_any_case_are_found()
    {
        var path = _folder.WriteArchive(
            _files.Select(file => KeyValuePair.Create(file.Key.ToUpperInvariant(), file.Value)));

        DumpBytes.AssertSame(DumpBytes.Parameters(), DumpReader.Read(path));
    }

    [Theory]
    [InlineData(nameof(TheanoDialect.Rnnslu), nameof(TheanoDialect.Is13))]
    [InlineData(nameof(TheanoDialect.Is13), nameof(TheanoDialect.Rnnslu))]
    public void The_dialect_whose_shapes_fit_is_read(string sound, string other)
    {
        var files = DumpBytes.Files(Enum.Parse<TheanoDialect>(sound));
        var others = DumpBytes.Files(Enum.Parse<TheanoDialect>(other), new ElmanShape(5, 7, 8, 2, 5));
        ElmanTensor[] capitals = [ElmanTensor.InputWeights, ElmanTensor.RecurrentWeights, ElmanTensor.OutputWeights];
        foreach (var tensor in capitals)
        {
            var name = tensor.DumpName(Enum.Parse<TheanoDialect>(other));
            files.Add(name, others[name]);
        }

        DumpBytes.AssertSame(DumpBytes.Parameters(), DumpReader.Read(_folder.WriteArchive(files)));
    }

    [Fact]
    public void Both_dialects_may_stand_in_a_folder_too()
    {
        _files["W.npy"] = DumpBytes.Zeros(5, 6);
        var path = _folder.WriteFolder("dump", _files);
        Assert.SkipUnless(Directory.GetFiles(path).Length == _files.Count, "The file system ignores case.");

        DumpBytes.AssertSame(DumpBytes.Parameters(), DumpReader.Read(path));
    }

    [Fact]
    public void Two_files_that_both_fit_are_an_error_that_names_them()
    {
        _files["W.npy"] = DumpBytes.Zeros(4, 6);

        var error = Assert.Throws<ModelFormatException>(() => DumpReader.Read(_folder.WriteArchive(_files)));

        Assert.Equal("w", error.Tensor);
        Assert.Contains("W.npy", error.Found, StringComparison.Ordinal);
        Assert.Contains("w.npy", error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_of_which_none_fits_are_an_error()
    {
        _files["wh.npy"] = DumpBytes.Zeros(3, 3);
        _files["Wh.npy"] = DumpBytes.Zeros(5, 5);

        Assert.Equal(
            "wh", Assert.Throws<ModelFormatException>(() => DumpReader.Read(_folder.WriteArchive(_files))).Tensor);
    }

    [Theory]
    [InlineData("WX.npy")]
    [InlineData("wX.npy")]
    [InlineData("B.npy")]
    [InlineData("Embeddings.npy")]
    [InlineData("wx.NPY")]
    public void An_exact_name_goes_before_one_in_another_case(string name)
    {
        _files[name] = "not even an array"u8.ToArray();

        DumpBytes.AssertSame(DumpBytes.Parameters(), DumpReader.Read(_folder.WriteArchive(_files)));
    }

    [Fact]
    public void A_great_many_names_in_all_cases_are_refused_at_once()
    {
        _files.Remove("embeddings.npy");
        for (var i = 0; i < 1 << 7; i++)
        {
            var name = string.Concat(
                "embeddings".Select((letter, place) => (i >> place & 1) == 0 ? char.ToUpperInvariant(letter) : letter));
            _files[name + ".npy"] = DumpBytes.Zeros(9, 2);
        }

        Assert.Throws<ModelFormatException>(() => DumpReader.Read(_folder.WriteArchive(_files)));
    }
}
