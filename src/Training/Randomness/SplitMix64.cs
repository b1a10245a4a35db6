namespace FastElman.Training.Randomness;

/// <summary>
/// Vigna's pseudo-random number generator SplitMix64. It gives the same numbers for a seed on every machine and in
/// every version of .NET, which <see cref="Random"/> does not promise.
/// </summary>
internal sealed class SplitMix64(ulong seed)
{
    /// <summary>2⁻⁵³: 53 random bits times this are a number of [0, 1).</summary>
    private const double Step = 1.0 / (1L << 53);

    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>
    /// A number from 0 to <paramref name="count"/> − 1. Its bias, below count / 2⁶⁴, is of no consequence.
    /// </summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>A number of [<paramref name="minimum"/>, <paramref name="maximum"/>), uniform.</summary>
    public double Uniform(double minimum, double maximum) => minimum + ((maximum - minimum) * ((Next() >> 11) * Step));

    /// <summary>Fisher and Yates: every order is as likely as any other.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
