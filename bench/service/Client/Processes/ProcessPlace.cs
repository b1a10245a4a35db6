using System.Net;

namespace FastElman.Benchmarks.Service.Processes;

/// <summary>Where a process runs.</summary>
/// <param name="Address">The address that it listens at.</param>
/// <param name="Launcher">The command that starts it there, before its own.</param>
internal sealed record ProcessPlace(IPAddress Address, IReadOnlyList<string> Launcher)
{
    public static ProcessPlace Loopback { get; } = new(IPAddress.Loopback, []);
}
