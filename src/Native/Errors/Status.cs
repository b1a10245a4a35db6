namespace FastElman.Native.Errors;

/// <summary>The codes of fastelman.h, which says what each means. What can go wrong lives in this room.</summary>
internal enum Status
{
    Ok = 0,
    NullPointer = -1,
    UnknownHandle = -2,
    ClosedHandle = -3,
    WrongHandle = -4,
    Argument = -5,
    BufferTooSmall = -6,
    Format = -7,
    FileNotFound = -8,
    IO = -9,
    UnknownWord = -10,
    NoNames = -11,
    Unsupported = -12,
    State = -13,
    Busy = -14,
    OutOfMemory = -15,
    Internal = -16,
}
