using System.Reflection;

namespace FastElman.Benchmarks.Peers;

/// <summary>What the peers call themselves.</summary>
internal static class Versions
{
    /// <summary>The package version of the assembly that a type comes from, without the commit behind it.</summary>
    public static string Of(Type type)
    {
        var assembly = type.Assembly;
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+')[0] ?? $"{assembly.GetName().Version}";
    }
}
