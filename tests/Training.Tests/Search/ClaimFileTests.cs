using FastElman.Fixtures;
using FastElman.Training.Search;

namespace FastElman.Training.Tests.Search;

/// <summary>What happens to the file of a claim that changes in the very moment in which it is removed.</summary>
public sealed class ClaimFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;
    private readonly string _aside;
    private readonly ClaimFile _file;

    public ClaimFileTests()
    {
        (_path, _aside) = (_folder.File("claim"), _folder.File("aside"));
        _file = new ClaimFile(_path);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_claim_that_became_another_s_is_put_back()
    {
        _file.TryCreate("new"u8.ToArray());
        var looks = 0;

        Assert.False(_file.TryRemove(_ => ++looks == 1, _aside));

        Assert.Equal("new", File.ReadAllText(_path));
        Assert.False(File.Exists(_aside));
    }

    [Fact]
    public void A_claim_that_was_made_meanwhile_stands()
    {
        _file.TryCreate("new"u8.ToArray());
        var looks = 0;

        Assert.False(_file.TryRemove(_ => ++looks == 1 || !_file.TryCreate("newest"u8.ToArray()), _aside));

        Assert.Equal("newest", File.ReadAllText(_path));
        Assert.False(File.Exists(_aside));
    }

    [Fact]
    public void A_claim_that_was_removed_meanwhile_is_no_error()
    {
        _file.TryCreate("old"u8.ToArray());

        Assert.False(_file.TryRemove(
            _ =>
            {
                File.Delete(_path);
                return true;
            },
            _aside));
        Assert.Null(_file.Read());
        Assert.False(_file.TryRewrite(_ => true, []));
    }

    /// <summary>It is the file that was read which is written, not the one that has its name by then.</summary>
    [Fact]
    public void A_claim_that_was_taken_over_while_it_is_renewed_is_the_taker_s()
    {
        _file.TryCreate("old"u8.ToArray());

        _file.TryRewrite(
            _ =>
            {
                File.Move(_path, _aside);
                return _file.TryCreate("new"u8.ToArray());
            },
            "older"u8.ToArray());

        Assert.Equal("new", File.ReadAllText(_path));
    }
}
