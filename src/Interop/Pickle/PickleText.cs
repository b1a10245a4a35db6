using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace FastElman.Interop.Pickle;

/// <summary>
/// The two forms of text in protocol 0: Python 2's quoted byte strings and the escapes of unicode strings.
/// </summary>
internal static class PickleText
{
    /// <summary>The bytes of a Python 2 string literal such as <c>'it\'s \x00'</c>.</summary>
    public static byte[] Unquote(ReadOnlySpan<byte> literal)
    {
        literal = literal.TrimEnd((byte)'\r');
        if (literal.Length < 2 || literal[0] is not ((byte)'\'' or (byte)'"') || literal[^1] != literal[0])
        {
            throw new PickleException("a string is not in quotes");
        }

        literal = literal[1..^1];
        var bytes = new byte[literal.Length];
        var count = 0;
        for (var i = 0; i < literal.Length; i++)
        {
            bytes[count++] = literal[i] == '\\' ? Escaped(literal, ref i) : literal[i];
        }

        return bytes[..count];
    }

    /// <summary>
    /// The text of a raw-unicode-escape line: Latin-1 bytes, with <c>\u</c> and four, or <c>\U</c> and eight,
    /// hexadecimal digits.
    /// </summary>
    public static string Unescape(ReadOnlySpan<byte> line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var digits = line[i] != '\\' || i + 1 == line.Length ? 0 : line[i + 1] switch
            {
                (byte)'u' => 4,
                (byte)'U' => 8,
                _ => 0,
            };
            if (digits == 0)
            {
                text.Append((char)line[i]);
                continue;
            }

            var value = Hexadecimal(line, i + 2, digits);
            if (value <= char.MaxValue)
            {
                text.Append((char)value);
            }
            else if (Rune.TryCreate(value, out var rune))
            {
                text.Append(rune.ToString());
            }
            else
            {
                throw new PickleException("a text has a character beyond Unicode");
            }

            i += 1 + digits;
        }

        return text.ToString();
    }

    private static byte Escaped(ReadOnlySpan<byte> literal, ref int i)
    {
        i++;
        switch (i < literal.Length ? literal[i] : 0)
        {
            case (byte)'\\' or (byte)'\'' or (byte)'"':
                return literal[i];
            case (byte)'n':
                return (byte)'\n';
            case (byte)'r':
                return (byte)'\r';
            case (byte)'t':
                return (byte)'\t';
            case (byte)'x':
                var value = Hexadecimal(literal, i + 1, 2);
                i += 2;
                return (byte)value;
            default:
                throw new PickleException("a string has an escape that Python does not write");
        }
    }

    private static uint Hexadecimal(ReadOnlySpan<byte> text, int start, int digits)
    {
        if (start + digits > text.Length
            || !Utf8Parser.TryParse(text.Slice(start, digits), out uint value, out var consumed, 'x')
            || consumed != digits)
        {
            throw new PickleException(
                "a string has a broken escape",
                string.Create(CultureInfo.InvariantCulture, $"{digits} hexadecimal digits"));
        }

        return value;
    }
}
