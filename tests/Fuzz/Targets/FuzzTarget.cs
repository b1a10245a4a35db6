namespace FastElman.Fuzz.Targets;

/// <summary>
/// One reader, or one promise, as fuzzing sees it: sound inputs to begin with, and what has to hold of any bytes.
/// </summary>
/// <param name="name">What the target is called on the command line, and the name of its folder of inputs.</param>
internal abstract class FuzzTarget(string name) : IDisposable
{
    /// <summary>What the target is called on the command line, and the name of its folder of inputs.</summary>
    public string Name { get; } = name;

    /// <summary>Words of the format, which mutation inserts.</summary>
    public virtual IReadOnlyList<byte[]> Tokens => [];

    /// <summary>Bytes of memory that are allowed for any input, however short.</summary>
    public virtual long AllowedBytes => 1 << 20;

    /// <summary>Bytes of memory that are allowed for each byte of an input, besides.</summary>
    public virtual int AllowedBytesPerByte => 400;

    /// <summary>Sound inputs, of which others are made.</summary>
    public abstract IEnumerable<byte[]> Seeds();

    /// <summary>
    /// Reads an input, and checks what is promised of what it read.
    /// </summary>
    /// <param name="input">Any bytes.</param>
    /// <returns>A number for the kind of input that it was: inputs of a new kind are kept.</returns>
    /// <exception cref="Exception">The refusal of an input that is not sound; any other is a fault.</exception>
    public abstract int Run(byte[] input);

    /// <summary>Whether an exception is one that the documentation promises for input that is not sound.</summary>
    public abstract bool IsRefusal(Exception exception);

    /// <summary>Throws if something that is promised does not hold.</summary>
    public static void Require(bool holds, string promise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(promise);
        }
    }

    /// <summary>The number of binary digits: inputs are of one kind if their sizes are about the same.</summary>
    public static int Magnitude(long size) => 64 - (int)long.LeadingZeroCount(size);

    /// <summary>Removes what <see cref="Run"/> needed.</summary>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected virtual void Dispose(bool isDisposing)
    {
    }
}
