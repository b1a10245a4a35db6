namespace FastElman.Faults;

/// <summary>A change of the sources that a test should notice.</summary>
/// <param name="Description">What is wrong with the changed sources, as a phrase.</param>
/// <param name="File">The file, relative to the root of the repository, with slashes.</param>
/// <param name="Old">The text in it that is replaced; it occurs once.</param>
/// <param name="New">The text in its place.</param>
/// <param name="TestProject">The folder of <c>tests/</c> whose tests should notice.</param>
/// <param name="Classes">The test classes to run, as the option <c>-class</c> of the tests takes them.</param>
/// <param name="Survives">Why no test can notice, or need not; null for a fault that a test has to notice.</param>
/// <param name="Place">List and line, for messages.</param>
internal sealed record Fault(
    string Description,
    string File,
    string Old,
    string New,
    string TestProject,
    IReadOnlyList<string> Classes,
    string? Survives,
    string Place)
{
    /// <summary>The room of the file, such as <c>Runtime/Kernels</c>.</summary>
    public string Room => string.Join('/', File.Split('/')[1..^1].Take(2));

    /// <summary>The folder of the project that the file belongs to, relative to the root.</summary>
    public string Project => string.Join('/', File.Split('/').Take(2));
}
