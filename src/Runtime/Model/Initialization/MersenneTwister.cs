namespace FastElman.Model.Initialization;

/// <summary>
/// MT19937 (M. Matsumoto and T. Nishimura, 1998), the generator of numpy and of Python. The two derive the initial
/// state from a seed in different ways; after that the sequence is the same.
/// </summary>
/// <remarks>Mutable and not synchronised.</remarks>
internal sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Middle = 397;

    /// <summary>Python mixes its seed into the state of this seed.</summary>
    private const uint ArraySeed = 19650218;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    private MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < Size; i++)
        {
            _state[i] = (1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30))) + (uint)i;
        }
    }

    /// <summary>The generator after <c>numpy.random.seed(seed)</c>.</summary>
    public static MersenneTwister AsNumpy(uint seed) => new(seed);

    /// <summary>The generator after Python's <c>random.seed(seed)</c>, of version 2 or 3.</summary>
    public static MersenneTwister AsPython(uint seed)
    {
        var twister = new MersenneTwister(ArraySeed);
        twister.MixIn(seed);
        return twister;
    }

    /// <summary>The next 32 bits.</summary>
    public uint Next()
    {
        if (_next == Size)
        {
            Twist();
            _next = 0;
        }

        var value = _state[_next++];
        value ^= value >> 11;
        value ^= (value << 7) & 0x9D2C5680;
        value ^= (value << 15) & 0xEFC60000;
        return value ^ (value >> 18);
    }

    /// <summary>The next number in [0, 1), a multiple of 2⁻⁵³: <c>random()</c> of numpy and of Python.</summary>
    public double NextDouble()
    {
        var high = Next() >> 5;
        var low = Next() >> 6;
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    /// <summary>Python's <c>getrandbits</c>: a number of 1 to 32 random bits.</summary>
    public uint NextBits(int count) => Next() >> (32 - count);

    /// <summary><c>init_by_array</c> of the reference code for a key of one number.</summary>
    private void MixIn(uint key)
    {
        var place = 1;
        for (var count = 0; count < Size; count++)
        {
            _state[place] = (_state[place] ^ (Mixed(place) * 1664525)) + key;
            Advance(ref place);
        }

        for (var count = 1; count < Size; count++)
        {
            _state[place] = (_state[place] ^ (Mixed(place) * 1566083941)) - (uint)place;
            Advance(ref place);
        }

        _state[0] = 0x80000000;
    }

    private uint Mixed(int place) => _state[place - 1] ^ (_state[place - 1] >> 30);

    private void Advance(ref int place)
    {
        place++;
        if (place == Size)
        {
            _state[0] = _state[Size - 1];
            place = 1;
        }
    }

    private void Twist()
    {
        for (var i = 0; i < Size; i++)
        {
            var joined = (_state[i] & 0x80000000) | (_state[(i + 1) % Size] & 0x7FFFFFFF);
            _state[i] = _state[(i + Middle) % Size] ^ (joined >> 1) ^ ((joined & 1) * 0x9908B0DF);
        }
    }
}
