using System.ComponentModel;
using System.Diagnostics;
using System.Numerics;

namespace FastElman.Cli.Evaluation;

/// <summary>
/// Keeps the main thread on one core until it is disposed, where the system allows that; without effect elsewhere. It
/// is one of the cores that the process was given, the last.
/// </summary>
internal sealed class CorePinning : IDisposable
{
    private readonly nint _before;

    private CorePinning(nint before) => _before = before;

    /// <summary>Begins. On Linux the affinity of a process is that of its main thread.</summary>
    /// <returns>Ends it when disposed; null where nothing was changed.</returns>
    public static CorePinning? Begin()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
        {
            return null;
        }

        try
        {
            using var process = Process.GetCurrentProcess();
            var before = process.ProcessorAffinity;
            process.ProcessorAffinity = (nint)(1UL << BitOperations.Log2((ulong)before));
            return new CorePinning(before);
        }
        catch (Win32Exception)
        {
            // More cores than a mask has bits, or a container that forbids it.
            return null;
        }
    }

    public void Dispose()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var process = Process.GetCurrentProcess();
            process.ProcessorAffinity = _before;
        }
    }
}
