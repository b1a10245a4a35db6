using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace FastElman.Files;

/// <summary>
/// The access control list of a file on Linux, which gives single users and groups permissions of their own. It is an
/// attribute of the file, whose bytes are only copied here (acl(5), xattr(7)).
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static partial class UnixAccessList
{
    private const string Name = "system.posix_acl_access";

    /// <summary>XATTR_SIZE_MAX of Linux.</summary>
    private const int LargestSize = 1 << 16;

    /// <summary>The list of a file; null where it has none, or the system knows none.</summary>
    public static byte[]? Read(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var list = new byte[LargestSize];
        try
        {
            var size = GetAttribute(path, Name, list, (nuint)list.Length);
            return size > 0 ? list[..(int)size] : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Gives a file a list; where that is null, takes away the one that it has from its folder.</summary>
    /// <returns>Whether it has that list now.</returns>
    public static bool TryWrite(SafeFileHandle file, byte[]? list)
    {
        if (!OperatingSystem.IsLinux())
        {
            return list is null;
        }

        try
        {
            return list is null
                ? RemoveAttribute(file, Name) == 0
                : SetAttribute(file, Name, list, (nuint)list.Length, 0) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "getxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetAttribute(string path, string name, [Out] byte[] value, nuint size);

    [LibraryImport("libc", EntryPoint = "fsetxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetAttribute(SafeFileHandle file, string name, byte[] value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "fremovexattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveAttribute(SafeFileHandle file, string name);
}
