namespace FastElman.Benchmarks.Service.Processes;

/// <summary>A process has ended since another one listens at its port.</summary>
internal sealed class PortTakenException(string message) : InvalidOperationException(message)
{
    /// <summary>What went wrong with the start of a process, by what it has written.</summary>
    public static InvalidOperationException Of(string message) =>
        message.Contains("address already in use", StringComparison.OrdinalIgnoreCase)
            ? new PortTakenException(message)
            : new InvalidOperationException(message);
}
