using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;

namespace FastElman.Fuzz.Running;

/// <summary>
/// Where inputs that find a fault are written. The input that is being run is always in a mapped file, which the
/// system keeps if the process dies of it, or hangs and is killed. Several processes may share a folder.
/// </summary>
internal sealed class FoundInputs : IDisposable
{
    private const int LargestCurrent = 1 << 20;

    private readonly string _folder;
    private readonly string _target;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _current;

    public FoundInputs(string folder, string target)
    {
        Directory.CreateDirectory(folder);
        (_folder, _target) = (folder, target);
        // Of this process alone: cutting a file that another has mapped kills that one.
        CurrentFile = Path.Combine(folder, $"{target}-{Guid.NewGuid():N}.current");
        _file = MemoryMappedFile.CreateFromFile(CurrentFile, FileMode.CreateNew, mapName: null, LargestCurrent);
        _current = _file.CreateViewAccessor();
    }

    /// <summary>The input that is being run: its length in four bytes, then its bytes.</summary>
    public string CurrentFile { get; }

    /// <summary>Notes the input that will be run next.</summary>
    public void Begin(byte[] input)
    {
        var length = Math.Min(input.Length, LargestCurrent - sizeof(int));
        _current.Write(0, length);
        _current.WriteArray(sizeof(int), input, 0, length);
    }

    /// <summary>
    /// Writes an input that found a fault, under a name that its bytes determine, and says what it found.
    /// </summary>
    public void Keep(byte[] input, string fault)
    {
        var name = $"{_target}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}";
        var file = Path.Combine(_folder, name);
        File.WriteAllBytes(file, input);
        Console.Error.WriteLine($"{_target}: {fault}{Environment.NewLine}    Fuzz replay {_target} {file}");
    }

    /// <summary>Removes the file of the current input: the process did not die of it.</summary>
    public void Dispose()
    {
        _current.Dispose();
        _file.Dispose();
        File.Delete(CurrentFile);
    }
}
