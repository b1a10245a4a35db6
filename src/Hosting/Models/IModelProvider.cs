using Microsoft.Extensions.Primitives;

namespace FastElman.Extensions.Hosting;

/// <summary>
/// The model of a service that is current, and how to get a newer one. Loading, and what was loaded, lives in this
/// room.
/// </summary>
/// <remarks>Thread-safe. A service gets it by the name of its model: <c>[FromKeyedServices("flights")]</c>.</remarks>
public interface IModelProvider
{
    /// <summary>The name that the model was added with; empty for the model without a name.</summary>
    string Name { get; }

    /// <summary>
    /// The current model. Take it once for each request: a reload puts another one in its place, and the one that was
    /// taken stays usable for as long as it is held. Nothing is ever disposed under a caller.
    /// </summary>
    /// <remarks>
    /// The host loads the model before it starts. Without a host, or before, the first call loads it, and waits.
    /// </remarks>
    /// <exception cref="InvalidOperationException">There is no model yet, and it cannot be loaded.</exception>
    ModelSnapshot Current { get; }

    /// <summary>The last attempt to reload, whoever asked for it; null where there was none.</summary>
    ReloadResult? LastReload { get; }

    /// <summary>
    /// Reads the model file again. A file that is broken, half-written or fails the self-test is logged, and the
    /// current model stays. So does the current model where the file holds the same one. Attempts wait for each other.
    /// </summary>
    /// <param name="cancellationToken">Ends the attempt; the current model stays.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="OperationCanceledException">The attempt was cancelled.</exception>
    Task<ReloadResult> ReloadAsync(CancellationToken cancellationToken = default);

    /// <summary>A token that fires once, when another model has become current.</summary>
    /// <returns>The token; take the next one after it has fired, as ChangeToken.OnChange does.</returns>
    IChangeToken GetReloadToken();
}
