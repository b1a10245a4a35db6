using FastElman.Files;

namespace FastElman.Training.Search;

/// <summary>The file of a claim. Several processes make, read, take and remove it at the same time.</summary>
/// <remarks>
/// What it rests on is what every file system for several machines has: of several that make a file under one name, or
/// that rename one file, one does. A check and a removal are two steps; in between, the claim may have become another
/// process's. So a file is renamed first, to a name that nobody else knows, and put back where it is another one.
/// </remarks>
internal sealed class ClaimFile(string path)
{
    /// <summary>Several times the longest claim.</summary>
    private const int MostBytes = 4096;

    private const FileShare Everything = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Refuses what is no file: a link, a folder, a device or a pipe.</summary>
    /// <exception cref="IOException">It is such a thing.</exception>
    public void Require() => OwnFile.Require(path, "the claim of a trial");

    /// <summary>Makes the file unless there is one: of several that try at the same time, one does.</summary>
    /// <exception cref="IOException">No file can be made here, or it takes nothing.</exception>
    /// <exception cref="UnauthorizedAccessException">No file may be made here.</exception>
    public bool TryCreate(byte[] content)
    {
        Require();
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, Everything, bufferSize: 0);
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }

        try
        {
            using (stream)
            {
                stream.Write(content);
            }

            return true;
        }
        catch
        {
            // It is this process's: nobody takes what has only just been made.
            File.Delete(path);
            throw;
        }
    }

    /// <summary>What the file says, its first 4 KiB at most; null where there is none.</summary>
    /// <exception cref="IOException">There is something else, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public byte[]? Read()
    {
        Require();
        return ReadAt(path);
    }

    /// <summary>Writes over the content where it is what is expected. The new one is not shorter.</summary>
    /// <returns>Whether it was; false also where there is no file.</returns>
    public bool TryRewrite(Predicate<byte[]> isExpected, byte[] content)
    {
        Require();
        try
        {
            // What is written is the file that was read, whatever name it has by now.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, Everything, bufferSize: 0);
            if (!isExpected(ReadFrom(stream)))
            {
                return false;
            }

            stream.Position = 0;
            stream.Write(content);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Removes the file where its content is what is expected.</summary>
    /// <param name="isExpected">Whether it is.</param>
    /// <param name="aside">A path in the same folder that no other process uses.</param>
    /// <returns>Whether this process has removed it: of several that try at the same time, one has.</returns>
    public bool TryRemove(Predicate<byte[]> isExpected, string aside)
    {
        if (Read() is not { } seen || !isExpected(seen))
        {
            return false;
        }

        try
        {
            File.Move(path, aside, overwrite: true);
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        if (ReadAt(aside) is { } taken && isExpected(taken))
        {
            File.Delete(aside);
            return true;
        }

        PutBack(aside);
        return false;
    }

    /// <summary>Where another process has made a claim meanwhile, that one stands.</summary>
    private void PutBack(string aside)
    {
        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException)
        {
            File.Delete(aside);
        }
    }

    private static byte[]? ReadAt(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, Everything, bufferSize: 0);
            return ReadFrom(stream);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static byte[] ReadFrom(FileStream stream)
    {
        var content = new byte[MostBytes];
        return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
    }
}
