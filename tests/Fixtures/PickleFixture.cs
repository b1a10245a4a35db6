namespace FastElman.Fixtures;

/// <summary>The pickles of tests/Fixtures/pickles, which are copied beside the tests.</summary>
public static class PickleFixture
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "pickles", name);

    public static string[] All => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "pickles"));
}
