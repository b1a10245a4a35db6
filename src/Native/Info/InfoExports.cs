using System.Runtime.InteropServices;
using FastElman.Native.Arguments;
using FastElman.Native.Errors;

namespace FastElman.Native.Info;

/// <summary>The functions of fastelman.h about the library and the machine.</summary>
internal static unsafe class InfoExports
{
    [UnmanagedCallersOnly(EntryPoint = "fe_version")]
    public static int Version() => LibraryVersion.Number;

    [UnmanagedCallersOnly(EntryPoint = "fe_library_info")]
    public static int Describe(byte* buffer, nuint capacity, nuint* needed)
    {
        try
        {
            return Utf8Text.Return(LibraryInfo.Describe(), buffer, capacity, needed);
        }
        catch (Exception exception)
        {
            return Border.Report(exception);
        }
    }
}
