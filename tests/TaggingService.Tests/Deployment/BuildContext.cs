namespace FastElman.Samples.TaggingService.Tests.Deployment;

/// <summary>The files that .dockerignore lets into an image's build.</summary>
internal static class BuildContext
{
    /// <summary>Copies them, as <c>COPY . .</c> does.</summary>
    public static void CopyTo(string folder)
    {
        foreach (var file in Files())
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(RepositoryRoot.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>
    /// The patterns leave everything out, let some paths in again, and leave out names of folders anywhere.
    /// </summary>
    private static IEnumerable<string> Files()
    {
        var patterns = Dockerfile.ReadRepositoryFile(".dockerignore").Split('\n')
            .Where(line => line.Length > 0 && !line.StartsWith('#')).ToArray();
        Assert.Equal("*", patterns[0]);
        var left = patterns.Where(pattern => pattern.StartsWith("**/", StringComparison.Ordinal)).Select(p => p[3..]);
        var let = patterns.Where(pattern => pattern.StartsWith('!')).Select(pattern => pattern[1..]).ToArray();
        Assert.Equal(patterns.Length, 1 + let.Length + left.Count());
        foreach (var path in let.Select(path => Path.Combine(RepositoryRoot.Folder, path)))
        {
            if (File.Exists(path))
            {
                yield return path;
                continue;
            }

            foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
            {
                if (!Path.GetRelativePath(path, file).Split(Path.DirectorySeparatorChar).Any(left.Contains))
                {
                    yield return file;
                }
            }
        }
    }
}
