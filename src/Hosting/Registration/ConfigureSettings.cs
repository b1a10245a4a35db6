using FastElman.Extensions.Hosting.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace FastElman.Extensions.Hosting.Registration;

/// <summary>Fills the settings of a model from its section, where the host has a configuration.</summary>
internal sealed class ConfigureSettings(string name, IConfiguration? configuration)
    : IConfigureNamedOptions<FastElmanSettings>
{
    /// <summary>Who reads more wrong keys than these corrects them one after the other just the same.</summary>
    private const int MostProblems = 20;

    public void Configure(FastElmanSettings options) => Configure(Options.DefaultName, options);

    public void Configure(string? name1, FastElmanSettings options)
    {
        if (name1 != name || configuration is null)
        {
            return;
        }

        var section = configuration.GetSection(SettingsSection.PathOf(name));
        string[] problems = [.. SettingsKeys.FindProblems(section, hasModels: name.Length == 0).Take(MostProblems)];
        if (problems.Length > 0)
        {
            throw new OptionsValidationException(name, typeof(FastElmanSettings), problems);
        }

        section.Bind(options);
    }
}
