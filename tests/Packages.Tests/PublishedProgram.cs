namespace FastElman.Packages.Tests;

/// <summary>
/// A program of a user that knows nothing but the package FastElman, to be published in one form or another. It prints
/// the instruction set of its kernels, then the slots of a sentence.
/// </summary>
public sealed class PublishedProgram : IDisposable
{
    private const string Program =
        """
        using FastElman;

        CompiledModel model = ElmanModel.Load(args[0]).Compile();
        Console.WriteLine(model.InstructionSet);
        foreach (Slot slot in new Tagger(model).FindSlots(args[1])) Console.WriteLine(slot);
        """;

    private readonly ConsumerProject _project;

    public PublishedProgram(PackageFeed feed)
    {
        _project = new ConsumerProject(feed, Program, ["FastElman"]);
        _project.Restore();
    }

    /// <summary>Publishes the program for this machine and runs it.</summary>
    /// <param name="model">The file of the model.</param>
    /// <param name="sentence">The sentence.</param>
    /// <param name="properties">The properties of the form, such as <c>PublishAot=true</c>.</param>
    /// <returns>The lines that it writes, and what publishing it wrote.</returns>
    public (string[] Lines, string Log) Run(string model, string sentence, params string[] properties)
    {
        var (executable, log) = _project.Publish(properties);
        var output = DotnetCommand.Run(executable, _project.Folder.Path, model, sentence);
        return (output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), log);
    }

    /// <summary>The value of a property of the project.</summary>
    /// <param name="name">The property.</param>
    /// <param name="properties">The properties that are set, such as <c>PublishAot=true</c>.</param>
    public string Property(string name, params string[] properties) => _project.Property(name, properties);

    public void Dispose() => _project.Dispose();
}
