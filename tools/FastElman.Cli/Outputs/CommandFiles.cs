using FastElman.Cli.Terminal;
using FastElman.Files;
using FastElman.Interop.Theano;

namespace FastElman.Cli.Outputs;

/// <summary>
/// The files that a command reads and writes, looked at before it does either: none is written that is read or written
/// under another name, and all can be written.
/// </summary>
internal sealed class CommandFiles
{
    private const string StandardInput = "-";

    private const string InputDescriptor = "/dev/fd/0", OutputDescriptor = "/dev/fd/1", ErrorDescriptor = "/dev/fd/2";

    private readonly bool _hasDescriptors;
    private readonly List<NamedFile> _inputs = [];
    private readonly List<NamedFile> _outputs = [];
    private readonly List<(string Name, Action Require)> _checks = [];

    /// <param name="streams">Those of the process may be files as well (<c>&gt;&gt; file</c>).</param>
    public CommandFiles(StandardStreams streams) =>
        _hasDescriptors = streams.AreOfProcess && !OperatingSystem.IsWindows();

    /// <summary>A file that is read; standard input for -, nothing for null.</summary>
    public CommandFiles Reads(string name, string? path) => Reads(name, path, path is null ? [] : [path]);

    /// <summary>The files that are read of a folder, or one file.</summary>
    /// <param name="name">The option or the argument.</param>
    /// <param name="path">The path that was given.</param>
    /// <param name="files">The files.</param>
    public CommandFiles Reads(string name, string? path, IEnumerable<string> files)
    {
        if (path == StandardInput)
        {
            return ReadsStandardInput();
        }

        _inputs.AddRange(files.Select(file => new NamedFile(name, $"{name} {path}", OutputTarget.Find(file))));
        return this;
    }

    /// <summary>Standard input.</summary>
    public CommandFiles ReadsStandardInput()
    {
        AddStream(_inputs, "standard input", InputDescriptor);
        return this;
    }

    /// <summary>A model: a file, or the files of a dump; nothing for null.</summary>
    public CommandFiles ReadsModel(string name, string? path) => Directory.Exists(path)
        ? Reads(name, path, DumpFolder.Files(path).Select(file => file.Location))
        : Reads(name, path, path is null ? [] : [path]);

    /// <summary>A file that is written; nothing for null.</summary>
    /// <param name="name">The option or the argument.</param>
    /// <param name="path">The path.</param>
    /// <param name="isReadAgain">Whether it has to be a file, because the command reads it again.</param>
    public CommandFiles Writes(string name, string? path, bool isReadAgain = false)
    {
        if (path is not null)
        {
            Add(name, path, [path], () => RequireFile(path, isReadAgain));
        }

        return this;
    }

    /// <summary>A dump that is written, an archive or the seven files of a folder; nothing for null.</summary>
    public CommandFiles WritesDump(string name, string? path)
    {
        if (path is null || DumpWriter.IsArchive(path))
        {
            return Writes(name, path);
        }

        string[] files =
        [
            .. DumpNames.All.Select(file => Path.Combine(path, file)),
            Path.TrimEndingDirectorySeparator(path),
        ];
        Add(name, path, files, () => DumpWriter.RequireWritable(path));
        return this;
    }

    /// <summary>Files of a folder that are written.</summary>
    /// <param name="name">The option or the argument.</param>
    /// <param name="path">The folder.</param>
    /// <param name="files">Its files, where they are known.</param>
    /// <param name="require">Throws where the folder cannot be written into.</param>
    public CommandFiles WritesFolder(string name, string path, IEnumerable<string> files, Action require)
    {
        Add(name, path, [.. files, Path.TrimEndingDirectorySeparator(path)], require);
        return this;
    }

    /// <summary>Refuses what would destroy something, or could not be written at the end.</summary>
    /// <exception cref="UsageException">A file has two uses that exclude each other.</exception>
    /// <exception cref="CommandFailedException">A file cannot be written.</exception>
    public void Require()
    {
        var outputs = new List<NamedFile>(_outputs);
        AddStream(outputs, "standard output", OutputDescriptor);
        AddStream(outputs, "standard error", ErrorDescriptor);

        // Only files of one key can be the same: a folder may have many.
        var known = new Dictionary<object, List<NamedFile>>();
        _inputs.ForEach(Know);
        foreach (var output in outputs)
        {
            var others = known.GetValueOrDefault(output.Key)?.Where(
                other => other.Name != output.Name && other.IsSame(output)
                    && !(outputs.Contains(other) && AreBehindEachOther(other, output)));
            if (others?.FirstOrDefault() is { } same)
            {
                throw new UsageException($"{output.Shown}: this is the same file as {same.Shown}: name another");
            }

            Know(output);
        }

        foreach (var (name, require) in _checks)
        {
            try
            {
                require();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CommandFailedException($"{name} {e.Message}", e);
            }
        }

        void Know(NamedFile file)
        {
            if (!known.TryGetValue(file.Key, out var files))
            {
                known.Add(file.Key, files = []);
            }

            files.Add(file);
        }
    }

    /// <summary>What goes to open descriptors of one file stands there one behind the other.</summary>
    private static bool AreBehindEachOther(NamedFile one, NamedFile other) =>
        one.Target.Descriptor is not null && other.Target.Descriptor is not null;

    private void Add(string name, string path, IEnumerable<string> files, Action require)
    {
        try
        {
            _outputs.AddRange(files.Select(file => new NamedFile(name, $"{name} {path}", OutputTarget.Find(file))));
        }
        catch (IOException e)
        {
            throw new CommandFailedException($"{name} {e.Message}", e);
        }

        _checks.Add((name, require));
    }

    private void AddStream(List<NamedFile> files, string name, string path)
    {
        if (_hasDescriptors && OutputTarget.Find(path) is { Kind: OutputKind.File } target)
        {
            files.Add(new NamedFile(name, name, target));
        }
    }

    private void RequireFile(string path, bool isReadAgain)
    {
        var target = OutputTarget.Find(path);
        if (isReadAgain && target.Kind != OutputKind.Folder && !target.IsFile)
        {
            throw target.Error("this has to be a file, which can be read again");
        }

        if (_hasDescriptors && target.Descriptor is { } descriptor && InheritedDescriptor.WasClosed(descriptor))
        {
            throw target.Error($"there is no open descriptor {descriptor}");
        }

        AtomicFile.Require(path);
    }
}
