using FastElman.Extensions.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds models to a host.</summary>
public static class FastElmanHostApplicationBuilderExtensions
{
    /// <summary>Adds a model without a name, with the settings of the section <c>FastElman</c>.</summary>
    /// <param name="builder">The builder of the host.</param>
    /// <param name="configureSettings">Changes the settings after the configuration has filled them.</param>
    /// <remarks>
    /// The services are those of <see cref="FastElmanServiceCollectionExtensions"/>. The model is loaded and warmed up
    /// before other services of the host start.
    /// </remarks>
    public static void AddFastElman(
        this IHostApplicationBuilder builder, Action<FastElmanSettings>? configureSettings = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddFastElman(configureSettings);
    }

    /// <summary>Adds a named model, with the settings of the section <c>FastElman:{name}</c>.</summary>
    /// <param name="builder">The builder of the host.</param>
    /// <param name="name">
    /// The name: not blank, without colons, neither that of a setting nor "default". It differs from those of other
    /// models in more than case.
    /// </param>
    /// <param name="configureSettings">Changes the settings after the configuration has filled them.</param>
    /// <exception cref="ArgumentException">The name cannot be that of a model.</exception>
    /// <remarks>
    /// The services are the keyed ones of <see cref="FastElmanServiceCollectionExtensions"/>. The model is loaded and
    /// warmed up before other services of the host start.
    /// </remarks>
    public static void AddFastElman(
        this IHostApplicationBuilder builder, string name, Action<FastElmanSettings>? configureSettings = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddFastElman(name, configureSettings);
    }
}
