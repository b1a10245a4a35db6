namespace FastElman.Extensions.Hosting.Watching;

/// <summary>Tells that something in a folder may have changed.</summary>
internal interface IFolderEvents
{
    /// <summary>Starts to tell.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="changed">Called for each change, from any thread.</param>
    /// <param name="failed">Called where changes may have been missed.</param>
    /// <returns>What ends it.</returns>
    /// <exception cref="IOException">The operating system cannot watch the folder.</exception>
    IDisposable Subscribe(string folder, Action changed, Action<Exception> failed);
}
