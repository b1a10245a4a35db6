namespace FastElman.Fixtures;

/// <summary>A folder of a test's own, gone when the test ends.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("fastelman-test-").FullName;

    /// <summary>The path of a file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file into the folder and gives its path.</summary>
    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    /// <summary>Writes a file into the folder and gives its path.</summary>
    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        using var stream = new FileStream(File(name), FileMode.Create);
        stream.Write(bytes);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
