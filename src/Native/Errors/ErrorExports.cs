using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastElman.Native.Errors;

/// <summary>The functions of fastelman.h about errors. They cannot fail.</summary>
internal static unsafe class ErrorExports
{
    [UnmanagedCallersOnly(EntryPoint = "fe_last_error")]
    public static byte* LastError() => Address(Border.Message);

    [UnmanagedCallersOnly(EntryPoint = "fe_status_name")]
    public static byte* StatusName(int status) => Address((Status)status switch
    {
        Status.Ok => "FE_OK\0"u8,
        Status.NullPointer => "FE_ERROR_NULL_POINTER\0"u8,
        Status.UnknownHandle => "FE_ERROR_UNKNOWN_HANDLE\0"u8,
        Status.ClosedHandle => "FE_ERROR_CLOSED_HANDLE\0"u8,
        Status.WrongHandle => "FE_ERROR_WRONG_HANDLE\0"u8,
        Status.Argument => "FE_ERROR_ARGUMENT\0"u8,
        Status.BufferTooSmall => "FE_ERROR_BUFFER_TOO_SMALL\0"u8,
        Status.Format => "FE_ERROR_FORMAT\0"u8,
        Status.FileNotFound => "FE_ERROR_FILE_NOT_FOUND\0"u8,
        Status.IO => "FE_ERROR_IO\0"u8,
        Status.UnknownWord => "FE_ERROR_UNKNOWN_WORD\0"u8,
        Status.NoNames => "FE_ERROR_NO_NAMES\0"u8,
        Status.Unsupported => "FE_ERROR_UNSUPPORTED\0"u8,
        Status.State => "FE_ERROR_STATE\0"u8,
        Status.Busy => "FE_ERROR_BUSY\0"u8,
        Status.OutOfMemory => "FE_ERROR_OUT_OF_MEMORY\0"u8,
        Status.Internal => "FE_ERROR_INTERNAL\0"u8,
        _ => "FE_ERROR_?\0"u8,
    });

    /// <summary>The address of text that does not move: of the program itself, or in a pinned array.</summary>
    private static byte* Address(ReadOnlySpan<byte> text) =>
        (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(text));
}
