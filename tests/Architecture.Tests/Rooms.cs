using System.Runtime.CompilerServices;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;
using Type = System.Type;

namespace FastElman.Architecture.Tests;

/// <summary>
/// A room is a folder right below that of a project: Runtime/Kernels, Training/Corpora. All public types of a package
/// share one namespace, so a type's room follows from the file that declares it.
/// </summary>
internal static class Rooms
{
    private static readonly Dictionary<string, string> RoomByType = (
        from package in Packages
        from file in SourceTree.Files(package.Folder)
        from type in SourceTree.TypesOf(file)
        group Of(package, file) by type.FullName).ToDictionary(rooms => rooms.Key, rooms => rooms.Distinct().Single());

    /// <summary>The assemblies that are shipped, lowest first.</summary>
    public static IReadOnlyList<Package> Packages =>
    [
        new("Runtime", "FastElman", "src/Runtime", "FastElman"),
        new("Interop", "FastElman.Interop", "src/Interop", "FastElman.Interop"),
        new("Training", "FastElman.Training", "src/Training", "FastElman.Training"),
        new("Hosting", "FastElman.Extensions.Hosting", "src/Hosting", "FastElman.Extensions.Hosting"),
        new("Native", "FastElman.Native", "src/Native", "FastElman.Native"),
        new("Cli", "fastelman-cli", "tools/FastElman.Cli", "FastElman.Cli"),
    ];

    /// <summary>All of them, read by ArchUnitNET.</summary>
    public static ArchUnitNET.Domain.Architecture Architecture { get; } =
        new ArchLoader().LoadAssemblies([.. Packages.Select(package => package.Load())]).Build();

    /// <summary>The rooms that exist.</summary>
    public static IEnumerable<string> All => RoomByType.Values.Distinct().Order(StringComparer.Ordinal);

    /// <summary>The room of a type; that of its outermost type for a nested one, null for a type of others.</summary>
    public static string? Of(IType type) => Of(type.FullName);

    public static string? Of(string fullName) => RoomByType.GetValueOrDefault(fullName.Split('+')[0]);

    /// <summary>
    /// The room of a file: project and folder, as in Runtime/Kernels; the project alone for a file outside the folders.
    /// </summary>
    public static string Of(Package package, string file)
    {
        var below = Path.GetRelativePath(Path.Combine(SourceTree.Root, package.Folder), file).Replace('\\', '/');
        return below.Contains('/') ? $"{package.Name}/{below.Split('/')[0]}" : package.Name;
    }
}

/// <summary>An assembly of the product, and where it is compiled from.</summary>
internal sealed record Package(string Name, string AssemblyName, string Folder, string Namespace)
{
    public Assembly Load() => Assembly.Load(AssemblyName);

    /// <summary>The types that the sources declare at the top level, without what a compiler adds.</summary>
    public IEnumerable<Type> Types() => Load().GetTypes().Where(type =>
        !type.IsNested
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && type.Namespace is not null
        && type.Namespace.StartsWith("FastElman", StringComparison.Ordinal));
}
