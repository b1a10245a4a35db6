using System.IO.Compression;
using System.Text;
using FastElman.Files;
using FastElman.Interop.Archives;
using FastElman.Interop.Pickle;

namespace FastElman.Interop.PyTorch;

/// <summary>
/// A state dict as <c>torch.save</c> writes it since PyTorch 1.6: a zip archive with one folder, in it a pickle that
/// names the tensors, and an entry for each storage. Nothing is unpacked to the disk, and nothing of the pickle is run.
/// </summary>
/// <remarks>The form: torch/serialization.py (<c>_save</c>) and torch/_utils.py of PyTorch.</remarks>
internal static class TorchArchive
{
    private const string PickleName = "/data.pkl";

    /// <param name="stream">The archive at its first byte.</param>
    /// <param name="path">Its name for messages.</param>
    /// <exception cref="ModelFormatException">It is no state dict.</exception>
    public static StateDict Open(Stream stream, string path) => Guarded(path, () =>
    {
        var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        RequireData(archive, path);
        var entries = Entries(archive, stream.Length, path);
        var root = RootOf(entries, path);
        var pickle = ReadEntry(entries[root + PickleName], path);
        var tensors = FindTensors(Unpickle(pickle, stream.Length, path), path);
        return new StateDict(
            path,
            [.. tensors.Select(each => new TorchArchiveTensor(each.Name, each.Tensor, entries, root, path))],
            new Dictionary<string, string>(),
            archive);
    });

    /// <summary>
    /// Whether an archive has the pickle of a state dict, or of anything else that torch.save writes. The stream stays
    /// where it is.
    /// </summary>
    public static bool IsTorchArchive(Stream stream)
    {
        var start = stream.Position;
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return archive.Entries.Any(entry => entry.FullName.EndsWith(PickleName, StringComparison.Ordinal));
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            return false;
        }
        finally
        {
            stream.Position = start;
        }
    }

    /// <summary>Refuses an entry that is damaged.</summary>
    public static void RequireSound(ZipArchiveEntry entry, string path, string? tensor)
    {
        if (CheckedEntry.FindDamage(entry) is var (expected, found))
        {
            throw new ModelFormatException($"the entry {entry.FullName} is damaged", path, tensor, expected, found);
        }
    }

    /// <summary>Runs what reads the archive; damage is told as that of the file.</summary>
    public static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw new ModelFormatException(
                "is not a sound archive of torch.save",
                path,
                expected: "a zip archive",
                found: exception.Message,
                innerException: exception);
        }
    }

    /// <summary>Refuses what torch.jit.save writes, which is code.</summary>
    private static void RequireData(ZipArchive archive, string path)
    {
        if (archive.Entries.FirstOrDefault(entry => entry.Name == "constants.pkl") is { } constants)
        {
            throw new ModelFormatException(
                "is a TorchScript program, which is code",
                path,
                expected: "a state dict: torch.save(torch.jit.load(path).state_dict(), other)",
                found: constants.FullName);
        }
    }

    /// <summary>
    /// All entries by their names. They are stored and not compressed, as PyTorch writes them, and together not longer
    /// than the file, so that none can take more memory than the file has bytes.
    /// </summary>
    private static Dictionary<string, ZipArchiveEntry> Entries(ZipArchive archive, long fileLength, string path)
    {
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        var left = fileLength;
        foreach (var entry in archive.Entries)
        {
            var name = entry.FullName;
            if (name.StartsWith('/') || name.Contains('\\') || name.Contains(':') || name.Split('/').Contains(".."))
            {
                throw new ModelFormatException(
                    "an entry of the archive leads out of it", path, expected: "names in one folder", found: name);
            }

            if (!entries.TryAdd(name, entry))
            {
                throw new ModelFormatException(
                    "an entry stands twice in the archive", path, expected: "one entry of each name", found: name);
            }

            if (entry.CompressedLength != entry.Length)
            {
                throw new ModelFormatException(
                    $"the entry {name} is compressed, which torch.save never does",
                    path,
                    expected: $"{entry.CompressedLength} bytes",
                    found: $"{entry.Length} bytes");
            }

            left -= entry.Length;
            if (left < 0)
            {
                throw new ModelFormatException(
                    "the entries of the archive overlap", path, expected: $"at most {fileLength} bytes", found: "more");
            }
        }

        return entries;
    }

    /// <summary>The folder of the pickle, which is the name that the file had when it was written.</summary>
    private static string RootOf(Dictionary<string, ZipArchiveEntry> entries, string path)
    {
        string[] roots =
        [
            .. entries.Keys.Where(name => name.EndsWith(PickleName, StringComparison.Ordinal))
                .Select(name => name[..^PickleName.Length]).Where(root => !root.Contains('/')),
        ];
        if (roots is not [var root])
        {
            throw new ModelFormatException(
                "is no archive of torch.save", path, expected: "one data.pkl in one folder", found: $"{roots.Length}");
        }

        if (entries.TryGetValue($"{root}/byteorder", out var order)
            && Encoding.ASCII.GetString(ReadEntry(order, path)) is not "little" and var found)
        {
            throw new ModelFormatException("has another byte order", path, expected: "little", found: found);
        }

        return root;
    }

    private static byte[] ReadEntry(ZipArchiveEntry entry, string path)
    {
        RequireSound(entry, path, tensor: null);
        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static object? Unpickle(byte[] pickle, long fileLength, string path)
    {
        try
        {
            return PickleReader.Read(pickle, TorchAllowList.Instance, new MemoryBudget(pickle.Length, fileLength));
        }
        catch (PickleException exception)
        {
            throw new ModelFormatException(
                exception.Message, path, null, exception.Expected, exception.Found, exception);
        }
    }

    /// <summary>
    /// The tensors of a dictionary and of those in it, as a checkpoint has the state of an optimizer and other things
    /// beside that of the module. Where more than one has tensors, it is the one with a recurrent layer.
    /// </summary>
    private static List<(string Name, TorchTensor Tensor)> FindTensors(object? value, string path)
    {
        var items = (value as PickleDictionary)?.Items ?? [];
        List<(string? Key, List<(string Name, TorchTensor Tensor)> Tensors)> found =
        [
            (null, TensorsOf(value)),
            .. items.Select(item => (PickledText.Utf8(item.Key), TensorsOf(item.Value))),
        ];
        found.RemoveAll(each => each.Tensors.Count == 0);
        if (found.Count > 1)
        {
            var recurrent = found.FindAll(each => each.Tensors.Exists(tensor => ForeignTensors.IsPyTorch(tensor.Name)));
            found = recurrent.Count > 0 ? recurrent : found;
        }

        return found switch
        {
            [var only] => only.Tensors,
            [] => throw new ModelFormatException(
                "has no tensors", path, expected: "a state dict: torch.save(module.state_dict(), path)",
                found: PickledValue.Describe(value)),
            _ => throw new ModelFormatException(
                "has more than one state dict: save the one that is meant alone",
                path,
                expected: "one",
                found: string.Join(", ", found.Select(each => each.Key ?? "the file itself"))),
        };
    }

    private static List<(string Name, TorchTensor Tensor)> TensorsOf(object? value)
    {
        var tensors = new List<(string, TorchTensor)>();
        foreach (var (key, item) in (value as PickleDictionary)?.Items ?? [])
        {
            if (item is TorchTensor tensor && PickledText.Utf8(key) is { } name)
            {
                tensors.Add((name, tensor));
            }
        }

        return tensors;
    }

    /// <summary>Whether an exception says that the archive is not what it should be.</summary>
    public static bool IsDamage(Exception exception) =>
        exception is InvalidDataException or EndOfStreamException or NotSupportedException;
}
