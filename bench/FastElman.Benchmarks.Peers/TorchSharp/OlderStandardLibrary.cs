using System.Runtime.InteropServices;

namespace FastElman.Benchmarks.Peers.TorchSharp;

/// <summary>
/// TorchSharp's library asks for a C++ standard library of GCC 13, for the sake of one function whose work older ones
/// do without being called. Where the system's is older, bench/run builds that function, which does nothing; here the
/// demand is marked as optional, and the function made known to the loader before it meets TorchSharp.
/// </summary>
internal static partial class OlderStandardLibrary
{
    private const int Now = 2, Global = 0x100;

    public static void Prepare()
    {
        var function = Path.Combine(AppContext.BaseDirectory, "libios_init.so");
        if (!File.Exists(function))
        {
            return;
        }

        var libraries = Directory.GetFiles(
            AppContext.BaseDirectory, "libLibTorchSharp.so", SearchOption.AllDirectories);
        foreach (var library in libraries)
        {
            SymbolVersion.MakeOptional(library, "GLIBCXX_3.4.32");
        }

        if (Open(function, Now | Global) == 0)
        {
            throw new DllNotFoundException($"{function} cannot be loaded.");
        }
    }

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int mode);
}
