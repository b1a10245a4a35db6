namespace FastElman.Architecture.Tests;

public sealed class RoomTests
{
    /// <summary>
    /// Where .NET expects methods that add something to a host: nobody has to look for the namespace of them.
    /// </summary>
    private static readonly string[] NamespacesOfExtensions =
    [
        "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting",
    ];

    public static TheoryData<string> PackageNames => [.. Rooms.Packages.Select(package => package.Name)];

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void Every_type_of_the_assembly_has_a_room(string package)
    {
        var homeless = Of(package).Types().Where(type => Rooms.Of(type.FullName!) is null);
        Assert.Empty(homeless.Select(type => type.FullName));
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void Every_type_of_the_sources_is_in_the_assembly(string package)
    {
        var built = Of(package).Load().GetTypes().Select(type => type.FullName).ToHashSet();
        var missing = Declared(package).Where(type => !built.Contains(type.FullName)).Select(type => type.FullName);
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void A_public_type_has_the_namespace_of_its_package(string package) =>
        Assert.Empty(Declared(package)
            .Where(type => type.IsPublic && type.Namespace != Of(package).Namespace && !IsRegistration(package, type))
            .Select(Place));

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void An_internal_type_has_the_namespace_of_its_folder(string package)
    {
        var strays = Declared(package).Where(type => !type.IsPublic && type.Name != "Program");
        Assert.Empty(strays.Where(type => type.Namespace != NamespaceOf(package, type.File)).Select(Place));
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void Every_file_of_a_library_is_in_a_room(string package)
    {
        var loose = SourceTree.Files(Of(package).Folder).Where(file => Rooms.Of(Of(package), file) == package);
        Assert.True(package == "Cli" || !loose.Any(), string.Join(", ", loose.Select(SourceTree.Relative)));
    }

    private static bool IsRegistration(string package, DeclaredType type) =>
        Rooms.Of(Of(package), type.File) == "Hosting/Registration" && NamespacesOfExtensions.Contains(type.Namespace);

    private static Package Of(string name) => Rooms.Packages.Single(package => package.Name == name);

    private static IEnumerable<DeclaredType> Declared(string package) =>
        SourceTree.Files(Of(package).Folder).SelectMany(SourceTree.TypesOf);

    private static string NamespaceOf(string package, string file)
    {
        var project = Path.Combine(SourceTree.Root, Of(package).Folder);
        var folder = Path.GetRelativePath(project, Path.GetDirectoryName(file)!);
        return folder == "."
            ? Of(package).Namespace
            : $"{Of(package).Namespace}.{folder.Replace(Path.DirectorySeparatorChar, '.')}";
    }

    private static string Place(DeclaredType type) => $"{SourceTree.Relative(type.File)}: {type.FullName}";
}
