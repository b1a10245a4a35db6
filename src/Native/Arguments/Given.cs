using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Native.Errors;

namespace FastElman.Native.Arguments;

/// <summary>
/// Memory of the caller as spans, after the checks that a pointer and a count allow. What is read from and written to
/// memory of the caller lives in this room.
/// </summary>
internal static unsafe class Given
{
    /// <summary>An array that the call reads or writes.</summary>
    /// <param name="pointer">Its address; null where the count is 0.</param>
    /// <param name="count">Its elements.</param>
    /// <param name="name">Its name in fastelman.h.</param>
    /// <exception cref="NativeException">It is null or misaligned, or has too many elements.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<T> Array<T>(
        T* pointer, nuint count, [CallerArgumentExpression(nameof(pointer))] string name = "")
        where T : unmanaged
    {
        // Every element has the alignment of its widest member, 4 bytes or 1, but for pointers and sizes.
        if (pointer is null ? count != 0 : ((nuint)pointer & AlignmentMask<T>()) != 0 || count > int.MaxValue)
        {
            throw Refusal(pointer is null, count, name);
        }

        return new Span<T>(pointer, (int)count);
    }

    /// <summary>Where the call writes one result.</summary>
    /// <exception cref="NativeException">It is null or misaligned.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Result<T>(T* pointer, [CallerArgumentExpression(nameof(pointer))] string name = "")
        where T : unmanaged
    {
        if (pointer is null || ((nuint)pointer & AlignmentMask<T>()) != 0)
        {
            throw Refusal(pointer is null, 1, name);
        }

        return ref *pointer;
    }

    /// <summary>The bytes of text before its 0 byte.</summary>
    /// <exception cref="NativeException">It is null, or longer than 2 GB.</exception>
    public static ReadOnlySpan<byte> Text(byte* pointer, [CallerArgumentExpression(nameof(pointer))] string name = "")
    {
        if (pointer is null)
        {
            throw Refusal(isNull: true, 1, name);
        }

        return MemoryMarshal.CreateReadOnlySpanFromNullTerminated(pointer);
    }

    /// <summary>Refuses an array to write to that shares memory with another one of the call.</summary>
    /// <exception cref="NativeException">They share memory.</exception>
    public static void Apart<TWritten, TOther>(
        Span<TWritten> written,
        ReadOnlySpan<TOther> other,
        [CallerArgumentExpression(nameof(written))] string name = "")
        where TWritten : unmanaged
        where TOther : unmanaged
    {
        fixed (TWritten* first = written)
        fixed (TOther* second = other)
        {
            var (begin, otherBegin) = ((nuint)first, (nuint)second);
            if (begin < otherBegin + ((nuint)other.Length * (nuint)sizeof(TOther))
                && otherBegin < begin + ((nuint)written.Length * (nuint)sizeof(TWritten)))
            {
                throw new NativeException(
                    Status.Argument, $"The memory of {name} is shared with another array of this call.");
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint AlignmentMask<T>()
        where T : unmanaged => (nuint)Math.Min(sizeof(T) & -sizeof(T), IsWide<T>() ? 8 : 4) - 1;

    private static bool IsWide<T>() =>
        typeof(T) == typeof(ulong) || typeof(T) == typeof(nuint) || typeof(T) == typeof(nint);

    private static NativeException Refusal(bool isNull, nuint count, string name) =>
        isNull ? new NativeException(Status.NullPointer, $"{name} is NULL.")
        : count > int.MaxValue ? new NativeException(
            Status.Argument, $"{name} has {count} elements, more than {int.MaxValue}.")
        : new NativeException(Status.Argument, $"{name} is not aligned to its elements.");
}
