namespace FastElman.Faults;

/// <summary>A copy of the repository, as it stands in the work tree, in a folder of its own.</summary>
internal sealed class WorkingCopy
{
    /// <summary>
    /// A fault makes warnings, and is to be compiled all the same. What is generated while compiling is written down,
    /// because <see cref="SourceProject"/> does not run the generators again.
    /// </summary>
    private static readonly string[] Properties =
    [
        "-p:Configuration=Release",
        "-p:TreatWarningsAsErrors=false",
        "-p:RunAnalyzers=false",
        "-p:EnforceCodeStyleInBuild=false",
        "-p:GenerateDocumentationFile=false",
        "-p:EmitCompilerGeneratedFiles=true",
        "-p:MinVerSkip=true",
        "-p:EnableSourceControlManagerQueries=false",
    ];

    private readonly Dictionary<string, SourceProject> _projects = [];

    private WorkingCopy(string folder) => Folder = folder;

    /// <summary>The root of the copy.</summary>
    public string Folder { get; }

    /// <summary>Copies the files that git knows or would add; a file that is the same already is left alone.</summary>
    public static WorkingCopy Of(string repository, string folder)
    {
        var list = Command.RunToSuccess(
            repository, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        foreach (var file in list.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var (from, to) = (Path.Combine(repository, file), Path.Combine(folder, file));
            if (File.Exists(from) && !(File.Exists(to) && File.ReadAllBytes(from).SequenceEqual(File.ReadAllBytes(to))))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(from, to, overwrite: true);

                // A copy has the time of its original, which may lie before the last build of the folder.
                File.SetLastWriteTimeUtc(to, DateTime.UtcNow);
            }
        }

        return new WorkingCopy(folder);
    }

    /// <summary>Builds a test project and all that it needs.</summary>
    public void Build(string testProject) =>
        Command.RunToSuccess(Folder, "dotnet", ["build", $"tests/{testProject}", .. Properties]);

    /// <summary>Plants a fault where the tests of its project find it, runs these and takes it back.</summary>
    public (Outcome Outcome, string Output) Try(Fault fault, TimeSpan limit)
    {
        if (!_projects.TryGetValue(fault.Project, out var project))
        {
            project = SourceProject.Load(Folder, fault.Project, Properties);
            _projects.Add(fault.Project, project);
        }

        var assembly = Path.Combine(BinaryFolder(fault.TestProject), project.AssemblyFile);
        var sound = File.ReadAllBytes(assembly);
        try
        {
            return project.Emit(fault, assembly) is { } errors
                ? (Outcome.NotBuilt, errors)
                : Test(fault.TestProject, fault.Classes, limit);
        }
        finally
        {
            using var stream = File.Create(assembly);
            stream.Write(sound);
        }
    }

    /// <summary>Runs test classes, up to the first failure.</summary>
    public (Outcome Outcome, string Output) Test(string testProject, IEnumerable<string> classes, TimeSpan limit)
    {
        var (exitCode, output) = Command.Run(
            Folder,
            limit,
            Path.Combine(BinaryFolder(testProject), testProject),
            ["-noColor", "-stopOnFail", .. classes.SelectMany(name => (string[])["-class", name])]);
        return exitCode switch
        {
            null => (Outcome.TimedOut, output),
            0 when output.Contains(" Total: 0,", StringComparison.Ordinal) => (Outcome.NotTested, output),
            0 => (Outcome.Survived, output),
            _ => (Outcome.Noticed, output),
        };
    }

    private string BinaryFolder(string testProject) =>
        Path.Combine(Folder, "tests", testProject, "bin", "Release", "net10.0");
}
