namespace FastElman.Native.Errors;

/// <summary>A call that this library refuses by itself, before the runtime sees it.</summary>
internal sealed class NativeException(Status status, string message) : Exception(message)
{
    public Status Status { get; } = status;
}
