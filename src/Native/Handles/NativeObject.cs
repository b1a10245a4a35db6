namespace FastElman.Native.Handles;

/// <summary>An object that programs in C have a handle to. How handles become objects lives in this room.</summary>
internal abstract class NativeObject
{
    /// <summary>The handle; set once, before the object can be found.</summary>
    public ulong Handle { get; set; }

    /// <summary>What kind of object it is, 1 to 255: part of its handle.</summary>
    public abstract byte Kind { get; }
}
