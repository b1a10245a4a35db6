using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Outputs;

/// <summary>The files that a search will write are looked at before the corpus is read.</summary>
public sealed class SearchOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("best.safetensors")]
    [InlineData("trials.tsv")]
    [InlineData("search.json")]
    [InlineData("search.lock")]
    [InlineData("trial-0001.json")]
    [InlineData("trial-0001.safetensors")]
    [InlineData("trial-0002.checkpoint")]
    public void A_folder_in_the_place_of_a_file_is_refused(string name)
    {
        var path = Directory.CreateDirectory(_folder.File(Path.Combine("search", name))).FullName;

        var message = Refuse();

        Assert.StartsWith($"fastelman: --out {path}: a folder is where", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("best.safetensors")]
    [InlineData("trials.tsv")]
    [InlineData("trial-0001.json")]
    public void A_device_in_the_place_of_a_file_is_refused(string name)
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "there is no /dev/null");
        Link(name, "/dev/null");

        Assert.Contains($"{name}: this has to be a file", Refuse(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_with_content_is_not_the_search_s_to_remove()
    {
        Directory.CreateDirectory(_folder.File("search"));
        var mine = _folder.Write("search/search.lock", "precious");

        Assert.Contains("search.lock: a file with content is where a lock", Refuse(), StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(mine));
    }

    [Fact]
    public void A_lock_that_is_a_link_is_not_the_search_s_to_remove()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        var link = Link("search.lock", _folder.Write("mine", ""));

        Assert.Contains("search.lock: a link is where a lock", Refuse(), StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    private string Link(string name, string target)
    {
        Directory.CreateDirectory(_folder.File("search"));
        return File.CreateSymbolicLink(_folder.File(Path.Combine("search", name)), target).FullName;
    }

    private string Refuse() =>
        CliRun.Fail("search", _folder.File("missing"), "--trials", "1", "--out", _folder.File("search"));
}
