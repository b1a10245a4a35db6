using FastElman.Extensions.Hosting.Watching;

namespace FastElman.Extensions.Hosting.Tests;

/// <summary>Events of folders that a test raises.</summary>
internal sealed class FolderEvents : IFolderEvents, IDisposable
{
    private Action? _changed;
    private Action<Exception>? _failed;

    public bool IsRefused { get; init; }

    public bool IsWatching => _changed is not null;

    public IDisposable Subscribe(string folder, Action changed, Action<Exception> failed)
    {
        if (IsRefused)
        {
            throw new IOException("there are too many watches");
        }

        (_changed, _failed) = (changed, failed);
        return this;
    }

    public void Change() => _changed!();

    public void Fail() => _failed!(new IOException("events were lost"));

    public void Dispose() => (_changed, _failed) = (null, null);
}
