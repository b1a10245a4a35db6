using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace FastElman.Files;

/// <summary>
/// What the base library does not tell about files of Linux and macOS: their type, identity and owner. Where the C
/// library lacks a function, the answer is that nothing is known.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static partial class UnixFile
{
    /// <summary>ENAMETOOLONG of Linux and macOS.</summary>
    private const int NameTooLongOnLinux = 36, NameTooLongOnMac = 63;

    /// <summary>AT_FDCWD of Linux: a relative path counts from the current folder.</summary>
    private const int CurrentFolder = -100;

    /// <summary>STATX_BASIC_STATS and STATX_MNT_ID.</summary>
    private const uint StatusAndMount = 0x17FF;

    private const uint HasMount = 0x1000;

    /// <summary>W_OK, the same number on Linux and macOS.</summary>
    private const int MayWrite = 2;

    /// <summary>EEXIST, the same number on Linux and macOS.</summary>
    private const int AlreadyExists = 17;

    /// <summary>EINTR, the same number on Linux and macOS.</summary>
    private const int Interrupted = 4;

    /// <summary>POLLOUT, the same number on Linux and macOS.</summary>
    private const short CanWrite = 4;

    /// <summary>EAGAIN: no room now in a descriptor that does not block.</summary>
    private static readonly int WouldBlock = OperatingSystem.IsLinux() ? 11 : 35;

    /// <summary>Room for struct statx (256 bytes) and for the struct stat of macOS (144 bytes).</summary>
    private const int StatusSize = 512;

    /// <summary>The file that a path leads to, links followed; null where there is none or nothing is known.</summary>
    public static UnixFileStatus? Find(string path) => Find(path, out _);

    /// <summary>Whether the system refuses a path as too long.</summary>
    public static bool IsTooLong(string path) =>
        Find(path, out var error) is null
        && error == (OperatingSystem.IsLinux() ? NameTooLongOnLinux : NameTooLongOnMac);

    /// <summary>
    /// Why a file may not be written, without opening it, which others who watch the file would notice; null where it
    /// may be or nothing is known.
    /// </summary>
    public static string? FindObstacle(string path)
    {
        try
        {
            return Access(path, MayWrite) == 0 ? null : Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Gives an open file to another owner and group, which most users may not.</summary>
    /// <returns>Whether it belongs to them.</returns>
    public static bool TryChangeOwner(SafeFileHandle file, uint owner, uint group)
    {
        try
        {
            return ChangeOwner(file, owner, group) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>
    /// Gives a file a second name. Of several that want the same name at once one gets it: the base library moves a
    /// file to a free name in two steps, between which another may take it.
    /// </summary>
    /// <returns>Whether it has the name; false where something else has; null where that cannot be done here.</returns>
    public static bool? TryLink(string path, string name)
    {
        try
        {
            return Link(path, name) == 0 ? true
                : Marshal.GetLastPInvokeError() == AlreadyExists ? false
                : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes all bytes to an open descriptor, at its own place.</summary>
    /// <exception cref="IOException">The system refuses them.</exception>
    public static unsafe void Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint written = 0;
            do
            {
                var count = Write(descriptor, start + written, (nuint)(bytes.Length - written));
                var error = Marshal.GetLastPInvokeError();
                if (count < 0 && error == WouldBlock)
                {
                    WaitForRoom(descriptor);
                }
                else if (count < 0 && error != Interrupted)
                {
                    throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
                }

                written += Math.Max(count, 0);
            }
            while (written < bytes.Length);
        }
    }

    /// <summary>The user with whose rights this process runs; null where that is not known.</summary>
    public static uint? FindUser()
    {
        try
        {
            return EffectiveUser();
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Waits for the reader of a descriptor that does not block by itself. Its errors are those of the next write.
    /// </summary>
    private static unsafe void WaitForRoom(int descriptor)
    {
        // One struct pollfd: the descriptor, and two shorts, of which the first says what is waited for.
        var polled = stackalloc int[2];
        polled[0] = descriptor;
        *(short*)(polled + 1) = CanWrite;
        _ = Poll(polled, 1, Timeout.Infinite);
    }

    private static unsafe UnixFileStatus? Find(string path, out int error)
    {
        error = 0;
        Span<byte> status = stackalloc byte[StatusSize];
        status.Clear();
        try
        {
            fixed (byte* start = status)
            {
                var code = OperatingSystem.IsLinux()
                    ? StatusOnLinux(CurrentFolder, path, 0, StatusAndMount, start)
                    : OperatingSystem.IsMacOS()
                        ? RuntimeInformation.ProcessArchitecture == Architecture.Arm64
                            ? StatusOnMac(path, start)
                            : StatusOnIntelMac(path, start)
                        : -1;
                if (code != 0)
                {
                    error = Marshal.GetLastPInvokeError();
                    return null;
                }
            }

            return OperatingSystem.IsLinux() ? OfLinux(status) : OfMac(status);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads struct statx, whose fields lie alike on every processor.</summary>
    private static UnixFileStatus OfLinux(ReadOnlySpan<byte> status) => new(
        ((ulong)MemoryMarshal.Read<uint>(status[136..]) << 32) | MemoryMarshal.Read<uint>(status[140..]),
        MemoryMarshal.Read<ulong>(status[32..]),
        MemoryMarshal.Read<ushort>(status[28..]),
        MemoryMarshal.Read<uint>(status[20..]),
        MemoryMarshal.Read<uint>(status[24..]),
        (MemoryMarshal.Read<uint>(status) & HasMount) == 0 ? 0 : MemoryMarshal.Read<ulong>(status[144..]),
        MemoryMarshal.Read<ulong>(status[8..]));

    /// <summary>Reads the struct stat with 64-bit inodes of macOS.</summary>
    private static UnixFileStatus OfMac(ReadOnlySpan<byte> status) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(status),
        BinaryPrimitives.ReadUInt64LittleEndian(status[8..]),
        BinaryPrimitives.ReadUInt16LittleEndian(status[4..]),
        BinaryPrimitives.ReadUInt32LittleEndian(status[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(status[20..]),
        Mount: 0,
        Attributes: 0);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatusOnLinux(int folder, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "stat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatusOnMac(string path, byte* status);

    [LibraryImport(
        "libc", EntryPoint = "stat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatusOnIntelMac(string path, byte* status);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string name);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    private static partial int ChangeOwner(SafeFileHandle file, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(int* polled, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint Write(int descriptor, byte* bytes, nuint count);
}
