namespace FastElman.Native.Tests;

/// <summary>Programs of this machine: compilers and tools.</summary>
internal static class Machine
{
    /// <summary>The first of some programs that the machine has; null where it has none of them.</summary>
    public static string? Find(params string[] names) => names.FirstOrDefault(
        name => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, name))));

    /// <summary>A program that a test needs; skips the test where the machine lacks it.</summary>
    public static string Require(params string[] names)
    {
        var found = Find(names);
        Assert.SkipWhen(found is null, $"this machine has no {string.Join(" or ", names)}");
        return found;
    }
}
