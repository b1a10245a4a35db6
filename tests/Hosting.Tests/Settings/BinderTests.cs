namespace FastElman.Extensions.Hosting.Tests.Settings;

public sealed class BinderTests
{
    [Fact]
    public void Settings_are_bound_by_generated_code() =>
        Assert.Contains(
            typeof(FastElmanSettings).Assembly.GetTypes(),
            type => type.FullName!.StartsWith(
                "Microsoft.Extensions.Configuration.Binder.SourceGeneration.", StringComparison.Ordinal));
}
