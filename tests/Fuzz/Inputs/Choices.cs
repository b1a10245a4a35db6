namespace FastElman.Fuzz.Inputs;

/// <summary>
/// Bytes read as a sequence of choices, so that mutated bytes are other choices. Behind the end all are 0.
/// </summary>
internal ref struct Choices(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>A number from 0 to below a limit.</summary>
    public int Below(int limit)
    {
        var number = 0;
        for (var reach = 1; reach < limit && !_rest.IsEmpty; reach <<= 8)
        {
            number = (number << 8) | _rest[0];
            _rest = _rest[1..];
        }

        return (int)((uint)number % (uint)limit);
    }

    /// <summary>One of several values.</summary>
    public T Of<T>(params ReadOnlySpan<T> values) => values[Below(values.Length)];
}
