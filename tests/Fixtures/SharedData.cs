namespace FastElman.Fixtures;

/// <summary>
/// Finds the reference data, which is not part of the repository (licence): the folder that FASTELMAN_SHARED names, or
/// the first folder "shared" with a folder "golden" in it on the way up from the test's executable. Tests that need it
/// are skipped where it is absent.
/// </summary>
public static class SharedData
{
    /// <summary>Why tests that need the data are skipped where it is absent.</summary>
    public const string Absence =
        "The reference data is absent: no folder shared/golden above the tests, and FASTELMAN_SHARED is not set.";

    private static readonly string? Root = Find();

    /// <summary>The path of a file or folder below the shared folder; skips the test where that is absent.</summary>
    public static string PathOf(params string[] parts)
    {
        Assert.SkipWhen(Root is null, Absence);
        return Path.Combine([Root, .. parts]);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("FASTELMAN_SHARED") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(candidate, "golden")))
            {
                return candidate;
            }
        }

        return null;
    }
}
