using FastElman.Faults;

namespace FastElman.Architecture.Tests;

/// <summary>
/// The lists of faults for tests/Faults, which takes too long to run with every change: they have to keep up with the
/// code.
/// </summary>
public sealed class PlantedFaultTests
{
    private static readonly List<Fault> Faults =
        FaultList.ReadFolder(Path.Combine(RepositoryRoot.Folder, "tests", "Faults", "lists"));

    [Fact]
    public void Every_fault_changes_one_place_of_its_file()
    {
        Assert.NotEmpty(Faults);
        Assert.DoesNotContain(Faults, fault => fault.Old == fault.New || Occurrences(fault) != 1);
    }

    [Fact]
    public void Every_test_that_should_notice_exists()
    {
        var missing =
            from fault in Faults
            from name in fault.Classes
            where !Directory.EnumerateFiles(
                Path.Combine(RepositoryRoot.Folder, "tests", fault.TestProject),
                name.TrimStart('*', '.').TrimEnd('*') + "*.cs",
                SearchOption.AllDirectories).Any()
            select $"{fault.Place}: {name}";

        Assert.Empty(missing);
    }

    private static int Occurrences(Fault fault)
    {
        var file = Path.Combine(RepositoryRoot.Folder, fault.File);
        return File.Exists(file) ? File.ReadAllText(file).Split(fault.Old).Length - 1 : 0;
    }
}
