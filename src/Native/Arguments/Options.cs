using FastElman.Native.Errors;

namespace FastElman.Native.Arguments;

/// <summary>Structures of options, which begin with their own size so that they can grow.</summary>
internal static unsafe class Options
{
    /// <summary>The options of a call; all 0 where there are none.</summary>
    /// <param name="options">The structure of the caller, whose first member is its size; or null.</param>
    /// <exception cref="NativeException">
    /// The size is not that of such a structure, or members that this version does not know are not 0.
    /// </exception>
    public static T Read<T>(T* options)
        where T : unmanaged
    {
        T result = default;
        if (options is null)
        {
            return result;
        }

        if (((nuint)options & 3) != 0)
        {
            throw new NativeException(Status.Argument, "options is not aligned to its members.");
        }

        const uint LargestSize = 4096;
        var size = *(uint*)options;
        if (size is < sizeof(uint) or > LargestSize)
        {
            throw new NativeException(
                Status.Argument, $"options: expected a size of {sizeof(uint)} to {LargestSize} bytes, found {size}.");
        }

        var bytes = new ReadOnlySpan<byte>(options, (int)size);
        if (bytes.Length > sizeof(T))
        {
            if (bytes[sizeof(T)..].ContainsAnyExcept((byte)0))
            {
                throw new NativeException(
                    Status.Unsupported, $"options has members behind its first {sizeof(T)} bytes that this library "
                    + "is too old for.");
            }

            bytes = bytes[..sizeof(T)];
        }

        bytes.CopyTo(new Span<byte>(&result, sizeof(T)));
        return result;
    }

    /// <summary>An option that is 0 or 1.</summary>
    /// <exception cref="NativeException">It is neither.</exception>
    public static bool Flag(int value, string name) => value switch
    {
        0 => false,
        1 => true,
        _ => throw new NativeException(Status.Argument, $"options.{name}: expected 0 or 1, found {value}."),
    };

    /// <summary>An option that is one of the values of an enumeration, of which 0 is the default.</summary>
    /// <returns>Null for the default.</returns>
    /// <exception cref="NativeException">There is no such value.</exception>
    public static T? Choice<T>(int value, string name, params ReadOnlySpan<T> values)
        where T : struct, Enum
    {
        if (value < 0 || value > values.Length)
        {
            throw new NativeException(
                Status.Argument, $"options.{name}: expected 0 to {values.Length}, found {value}.");
        }

        return value == 0 ? null : values[value - 1];
    }
}
