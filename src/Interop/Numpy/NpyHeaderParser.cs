using System.Text;

namespace FastElman.Interop.Numpy;

/// <summary>
/// Parses the one Python literal that an .npy header may hold: a dictionary with exactly the keys <c>descr</c> (a
/// string), <c>fortran_order</c> (True or False) and <c>shape</c> (a tuple of one or two whole numbers), in any order.
/// Nothing is evaluated and nothing nests, so no header can run code or exhaust the stack.
/// </summary>
internal ref struct NpyHeaderParser
{
    private const int LongestExcerpt = 40;

    /// <summary>Bytes of a float16.</summary>
    private const int HalfSize = sizeof(ushort);

    private readonly ReadOnlySpan<byte> _text;
    private readonly bool _allowLongSuffix;
    private readonly TensorLocation _location;
    private int _position;

    /// <param name="text">The header without magic, version and length.</param>
    /// <param name="allowLongSuffix">Whether numbers may end in L, as Python 2 wrote them.</param>
    /// <param name="location">For messages.</param>
    public NpyHeaderParser(ReadOnlySpan<byte> text, bool allowLongSuffix, TensorLocation location)
    {
        _text = text;
        _allowLongSuffix = allowLongSuffix;
        _location = location;
    }

    public NpyHeader Parse()
    {
        (int Size, bool IsBigEndian)? type = null;
        bool? isFortranOrder = null;
        int[]? shape = null;
        Take('{');
        while (!TryTake('}'))
        {
            var key = TakeString("a key in quotes");
            Take(':');
            switch (key)
            {
                case "descr" when type is null:
                    type = TakeType();
                    break;
                case "fortran_order" when isFortranOrder is null:
                    isFortranOrder = TakeBoolean();
                    break;
                case "shape" when shape is null:
                    shape = TakeShape();
                    break;
                default:
                    throw _location.Error(
                        "has a key too many in its header", "descr, fortran_order and shape, once each", key);
            }

            if (!TryTake(','))
            {
                Take('}');
                break;
            }
        }

        SkipWhitespace();
        if (_position < _text.Length)
        {
            throw Unexpected("the end of the header after the dictionary");
        }

        return new NpyHeader(
            shape ?? throw Missing("shape"),
            isFortranOrder ?? throw Missing("fortran_order"),
            type?.IsBigEndian ?? throw Missing("descr"),
            type.Value.Size);
    }

    private (int Size, bool IsBigEndian) TakeType() => TakeString("a string for descr") switch
    {
        "<f2" => (HalfSize, false),
        ">f2" => (HalfSize, true),
        "=f2" => (HalfSize, !BitConverter.IsLittleEndian),
        "<f4" => (sizeof(float), false),
        ">f4" => (sizeof(float), true),
        "=f4" => (sizeof(float), !BitConverter.IsLittleEndian),
        "<f8" => (sizeof(double), false),
        ">f8" => (sizeof(double), true),
        "=f8" => (sizeof(double), !BitConverter.IsLittleEndian),
        var other => throw _location.Error(
            "has elements of an unsupported type", "float16, float32 or float64 (<f2, <f4, <f8, >f2, >f4, >f8)", other),
    };

    private bool TakeBoolean()
    {
        SkipWhitespace();
        var rest = _text[_position..];
        if (rest.StartsWith("True"u8))
        {
            _position += "True".Length;
            return true;
        }

        if (rest.StartsWith("False"u8))
        {
            _position += "False".Length;
            return false;
        }

        throw Unexpected("True or False for fortran_order");
    }

    private int[] TakeShape()
    {
        Take('(');
        var start = _position - 1;
        int[] shape = [];
        while (!TryTake(')'))
        {
            if (shape.Length == 2)
            {
                throw NeitherVectorNorMatrix(Excerpt(start));
            }

            shape = [.. shape, TakeDimension()];
            if (!TryTake(','))
            {
                // Without a comma, parentheses around one number are no tuple.
                Take(shape.Length == 1 ? ',' : ')');
                break;
            }
        }

        return shape.Length > 0 ? shape : throw NeitherVectorNorMatrix("()");
    }

    private int TakeDimension()
    {
        SkipWhitespace();
        var start = _position;
        long value = 0;
        while (_position < _text.Length && char.IsAsciiDigit((char)_text[_position]) && value <= int.MaxValue)
        {
            value = (10 * value) + (_text[_position++] - '0');
        }

        var digits = _position - start;
        if (digits == 0 || (digits > 1 && _text[start] == '0'))
        {
            _position = start;
            throw Unexpected("a whole number for a dimension");
        }

        if (value > int.MaxValue)
        {
            throw _location.Error("has too large a dimension", $"at most {int.MaxValue}", Excerpt(start));
        }

        if (_allowLongSuffix && _position < _text.Length && _text[_position] == 'L')
        {
            _position++;
        }

        return (int)value;
    }

    private string TakeString(string expected)
    {
        SkipWhitespace();
        if (_position == _text.Length || (char)_text[_position] is not ('\'' or '"'))
        {
            throw Unexpected(expected);
        }

        var content = _text[(_position + 1)..];
        var end = content.IndexOf(_text[_position]);
        if (end < 0 || content[..end].ContainsAny("\\\r\n"u8))
        {
            throw Unexpected("a plain string in quotes");
        }

        _position += end + 2;
        return Encoding.Latin1.GetString(content[..end]);
    }

    private void Take(char character)
    {
        if (!TryTake(character))
        {
            throw Unexpected($"'{character}'");
        }
    }

    private bool TryTake(char character)
    {
        SkipWhitespace();
        if (_position == _text.Length || _text[_position] != character)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void SkipWhitespace()
    {
        while (_position < _text.Length && (char)_text[_position] is ' ' or '\t' or '\r' or '\n' or '\f')
        {
            _position++;
        }
    }

    private readonly string Excerpt(int start) =>
        Encoding.Latin1.GetString(_text.Slice(start, Math.Min(LongestExcerpt, _text.Length - start))).TrimEnd();

    private readonly ModelFormatException Unexpected(string expected) => _location.Error(
        $"has a malformed header at byte {_position} of its dictionary",
        expected,
        _position < _text.Length ? Excerpt(_position) : "its end");

    private readonly ModelFormatException NeitherVectorNorMatrix(string found) =>
        _location.Error("is neither a vector nor a matrix", "a shape of one or two numbers", found);

    private readonly ModelFormatException Missing(string key) =>
        _location.Error("has an incomplete header", $"the key {key}", "a dictionary without it");
}
