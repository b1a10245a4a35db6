using System.Reflection;

namespace FastElman.Native.Info;

/// <summary>The versions of this library. What it says about itself lives in this room.</summary>
internal static class LibraryVersion
{
    /// <summary>FE_VERSION_MAJOR, FE_VERSION_MINOR and FE_VERSION_PATCH of fastelman.h; a test compares them.</summary>
    public const int Major = 1, Minor = 0, Patch = 0;

    /// <summary>FE_VERSION.</summary>
    public const int Number = (Major * 10_000) + (Minor * 100) + Patch;

    /// <summary>The version of FastElman that the library was built from.</summary>
    public static string Build =>
        typeof(ElmanModel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";
}
