using FastElman.Files;
using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>Files that others replace while they are opened.</summary>
public sealed class ReplacedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_that_another_holds_for_a_moment_is_read()
    {
        var shape = new ElmanShape(4, 3, 5, 2, 3);
        var model = ElmanModel.Create(RandomModel.Parameters(shape, 1));
        var path = _folder.File("model.safetensors");
        model.Save(path);
        var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var loading = Task.Run(() => ElmanModel.Load(path), TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(0.05), TestContext.Current.CancellationToken);
        await held.DisposeAsync();

        Assert.Equal(model.Fingerprint, (await loading).Fingerprint);
    }

    [Fact]
    public void What_another_goes_on_holding_is_refused()
    {
        var path = _folder.Write("file", "");
        using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(FileLock.IsHeld(Assert.Throws<IOException>(() => ReplacedFile.OpenRead(path))));
    }
}
