using System.Runtime.CompilerServices;

namespace FastElman.Fixtures;

/// <summary>The repository that a test belongs to.</summary>
internal static class RepositoryRoot
{
    /// <summary>The folder with FastElman.sln.</summary>
    public static string Folder { get; } = Find();

    private static string Find([CallerFilePath] string here = "")
    {
        // Beside the executable first; a test that is run from elsewhere knows where it was compiled.
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(here) })
        {
            for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "FastElman.sln")))
                {
                    return folder;
                }
            }
        }

        throw new DirectoryNotFoundException("no folder above the tests has FastElman.sln: the sources are needed");
    }
}
