using FastElman.Samples.TaggingService.Tests.Page;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

[assembly: AssemblyFixture(typeof(Browser))]

namespace FastElman.Samples.TaggingService.Tests.Page;

/// <summary>A headless Chromium of the machine, started for the first test that opens a page.</summary>
public sealed class Browser : IDisposable
{
    private static readonly string? Chromium = OnPath("chromium", "chromium-browser", "google-chrome", "chrome");
    private static readonly string? ChromeDriver = OnPath("chromedriver");

    private readonly TemporaryFolder _profile = new();
    private readonly Lazy<ChromeDriver> _driver;

    public Browser() => _driver = new Lazy<ChromeDriver>(Start);

    /// <summary>The page is the same in each row of the matrix: once is enough.</summary>
    public static void SkipWhereThereIsNone()
    {
        Assert.SkipUnless(
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SimdInfo.EnvironmentVariable)),
            $"The page does not depend on {SimdInfo.EnvironmentVariable}, and is tested without it.");
        Assert.SkipUnless(
            Chromium is not null && ChromeDriver is not null,
            "The tests of the page need chromium and chromedriver on the path.");
    }

    /// <summary>Opens the page of a service.</summary>
    /// <param name="address">The service.</param>
    /// <param name="before">JavaScript that runs in the page before its own.</param>
    /// <param name="width">The width of the window in CSS pixels.</param>
    public OpenPage Open(Uri address, string? before = null, int width = 1000) =>
        new(_driver.Value, address, before, width);

    public void Dispose()
    {
        if (_driver.IsValueCreated)
        {
            _driver.Value.Dispose();
        }

        _profile.Dispose();
    }

    private static string? OnPath(params string[] names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + suffix)))
            .FirstOrDefault(File.Exists);
    }

    private ChromeDriver Start()
    {
        var options = new ChromeOptions { BinaryLocation = Chromium };
        options.AddArguments(
            "--headless=new",
            "--no-sandbox", // root has none; the only page is our own
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            $"--user-data-dir={_profile.Path}");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        options.SetLoggingPreference(LogType.Performance, LogLevel.All);
        var service = ChromeDriverService.CreateDefaultService(
            Path.GetDirectoryName(ChromeDriver), Path.GetFileName(ChromeDriver));
        service.SuppressInitialDiagnosticInformation = true;
        service.InitializationTimeout = RunningService.Patience;
        return new ChromeDriver(service, options, RunningService.Patience);
    }
}
