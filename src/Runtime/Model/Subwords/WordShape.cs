using System.Runtime.CompilerServices;
using System.Text;
using FastElman.Simd;

namespace FastElman.Model.Subwords;

/// <summary>
/// What a word looks like, whatever its letters: its capitals, the kinds of its characters, and its length. Each of the
/// three chooses one row of the tensor <c>subwords</c>.
/// </summary>
internal struct WordShape
{
    /// <summary>Rows of all shapes: four of capitals, four of kinds, eight of lengths.</summary>
    public const int RowCount = Capitals + Kinds + Lengths;

    private const int Capitals = 4;
    private const int Kinds = 4;
    private const int Lengths = 8;

    private int _length;
    private int _letters;
    private int _digits;
    private int _upperCase;
    private bool _beginsUpperCase;

    /// <summary>Counts a digit.</summary>
    public void AddDigit()
    {
        _length++;
        _digits++;
    }

    /// <summary>Counts a character that is no ASCII digit.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void Add(Rune character)
    {
        if (Rune.IsUpper(character))
        {
            _upperCase++;
            _beginsUpperCase |= _length == 0;
        }

        _length++;
        _letters += Rune.IsLetter(character) ? 1 : 0;
        _digits += Rune.IsDigit(character) ? 1 : 0;
    }

    /// <summary>Writes the rows of the shape.</summary>
    /// <param name="first">The first row of shapes.</param>
    /// <param name="rows">[3]: receives the rows of capitals, kind and length.</param>
    [MethodImpl(HotPath.Compiled)]
    public readonly void Write(int first, Span<int> rows)
    {
        rows[0] = first + CapitalsOf();
        rows[1] = first + Capitals + KindOf();
        rows[2] = first + Capitals + Kinds + LengthOf();
    }

    /// <summary>0 for none, 1 for the first letter alone, 2 for all of several letters, 3 for others.</summary>
    private readonly int CapitalsOf() =>
        _upperCase == 0 ? 0
        : _upperCase == 1 && _beginsUpperCase ? 1
        : _upperCase == _letters ? 2
        : 3;

    /// <summary>0 for letters, 1 for digits, 2 for letters and digits, 3 where there are other characters.</summary>
    private readonly int KindOf() =>
        _letters + _digits < _length ? 3
        : _digits == 0 ? 0
        : _letters == 0 ? 1
        : 2;

    /// <summary>1, 2, 3, 4, 5 to 6, 7 to 8, 9 to 12 and more characters.</summary>
    private readonly int LengthOf() => _length switch
    {
        <= 4 => Math.Max(_length, 1) - 1,
        <= 6 => 4,
        <= 8 => 5,
        <= 12 => 6,
        _ => 7,
    };
}
