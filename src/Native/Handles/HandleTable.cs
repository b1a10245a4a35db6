using System.Runtime.CompilerServices;
using FastElman.Native.Errors;

namespace FastElman.Native.Handles;

/// <summary>
/// The objects of the process by their handles. A handle has the object's kind (8 bits), a generation (32 bits, from 1)
/// and a place in the table (24 bits). A place that is used again has another generation, so a handle is good for one
/// object. Thread-safe: finding an object takes no lock, opening and closing take a short one.
/// </summary>
/// <remarks>
/// An object carries its handle, so that one read of a reference decides: it is the object of the handle, or it is not.
/// Who has found an object keeps it alive, also where its handle is closed meanwhile.
/// </remarks>
internal static class HandleTable
{
    private const int PlaceBits = 24, GenerationBits = 32;
    private const uint PlaceMask = (1u << PlaceBits) - 1;

    private static readonly Lock Gate = new();

    /// <summary>Places to use again, the one that was closed longest ago first.</summary>
    private static readonly Queue<int> Free = new();

    /// <summary>By place: the open objects. Replaced by a longer array as more are open; a place never moves.</summary>
    private static NativeObject?[] _objects = new NativeObject?[16];

    /// <summary>By place: the generation of the last object; 0 where there was none.</summary>
    private static uint[] _generations = new uint[16];

    /// <summary>Places that have been used.</summary>
    private static int _count;

    /// <summary>Gives an object a handle.</summary>
    /// <returns>The handle, never 0.</returns>
    public static ulong Open(NativeObject target)
    {
        lock (Gate)
        {
            if (!Free.TryDequeue(out var place))
            {
                place = NextPlace();
            }

            var generation = ++_generations[place];
            target.Handle =
                ((ulong)target.Kind << (PlaceBits + GenerationBits)) | ((ulong)generation << PlaceBits) | (uint)place;
            Volatile.Write(ref _objects[place], target);
            return target.Handle;
        }
    }

    /// <summary>The object of a handle.</summary>
    /// <exception cref="NativeException">There is none of this kind.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Get<T>(ulong handle)
        where T : NativeObject
    {
        var objects = Volatile.Read(ref _objects);
        var place = (uint)handle & PlaceMask;
        return place < (uint)objects.Length && objects[place] is T found && found.Handle == handle
            ? found
            : throw Refusal(handle);
    }

    /// <summary>Closes a handle. Calls that use the object end normally.</summary>
    /// <exception cref="NativeException">It is not an open handle of this kind.</exception>
    public static void Close<T>(ulong handle)
        where T : NativeObject
    {
        lock (Gate)
        {
            Get<T>(handle);
            var place = (int)((uint)handle & PlaceMask);
            Volatile.Write(ref _objects[place], null);

            // A place whose generations are used up is left alone.
            if (_generations[place] != uint.MaxValue)
            {
                Free.Enqueue(place);
            }
        }
    }

    private static int NextPlace()
    {
        if (_count > PlaceMask)
        {
            throw new NativeException(Status.OutOfMemory, $"More than {PlaceMask} handles are open.");
        }

        if (_count == _objects.Length)
        {
            // Readers that still have the old array find what was open when they looked.
            Array.Resize(ref _generations, 2 * _count);
            var longer = new NativeObject?[2 * _count];
            _objects.CopyTo(longer, 0);
            Volatile.Write(ref _objects, longer);
        }

        return _count++;
    }

    /// <summary>Why a handle is refused.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static NativeException Refusal(ulong handle)
    {
        lock (Gate)
        {
            var place = (int)((uint)handle & PlaceMask);
            var generation = (uint)(handle >> PlaceBits);
            var isOpen = place < _count && _objects[place]?.Handle == handle;
            if (isOpen)
            {
                return new NativeException(
                    Status.WrongHandle,
                    $"The handle 0x{handle:x16} is that of a {HandleKind.NameOf(_objects[place]!.Kind)}, which this "
                    + "function does not take.");
            }

            // Of an earlier generation the kind is not known any more.
            var wasOpen = handle >> (PlaceBits + GenerationBits) is > 0 and <= HandleKind.Last
                && generation != 0
                && place < _count
                && (generation < _generations[place]
                    || (generation == _generations[place] && _objects[place] is null));
            return wasOpen
                ? new NativeException(Status.ClosedHandle, $"The handle 0x{handle:x16} has been closed.")
                : new NativeException(Status.UnknownHandle, $"There never was a handle 0x{handle:x16}.");
        }
    }
}
