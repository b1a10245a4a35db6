using System.Runtime.InteropServices;
using FastElman.Native.Arguments;

namespace FastElman.Native.Models;

/// <summary>fe_load_options.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LoadOptions
{
    public uint Size;
    public int SkipChecksum;
    public int AllowNonFinite;
    public int AllowUnknownTensors;

    public readonly ModelLoadOptions ToOptions() => new()
    {
        VerifyChecksum = !Options.Flag(SkipChecksum, "skip_checksum"),
        AllowNonFinite = Options.Flag(AllowNonFinite, "allow_non_finite"),
        AllowUnknownTensors = Options.Flag(AllowUnknownTensors, "allow_unknown_tensors"),
    };
}
