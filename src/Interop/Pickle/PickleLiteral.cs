using System.Diagnostics.CodeAnalysis;

namespace FastElman.Interop.Pickle;

/// <summary>
/// The instructions that push one number, text or byte string, whose content follows the instruction.
/// </summary>
internal static class PickleLiteral
{
    private static readonly object[] SmallIntegers =
        [.. Enumerable.Range(0, 1024).Select(value => (object)(long)value)];

    private static readonly object True = true;
    private static readonly object False = false;

    /// <summary>Reads the content; false where the instruction is another one.</summary>
    public static bool TryRead(
        PickleOpcode opcode, ref PickleInput input, MemoryBudget budget, [NotNullWhen(true)] out object? value)
    {
        value = opcode switch
        {
            PickleOpcode.NewTrue => True,
            PickleOpcode.NewFalse => False,
            PickleOpcode.Int => IntegerOrBoolean(ref input, budget),
            PickleOpcode.BinInt => Integer(input.Int32(), budget),
            PickleOpcode.BinInt1 => Integer(input.Byte(), budget),
            PickleOpcode.BinInt2 => Integer(input.UInt16(), budget),
            PickleOpcode.Long => Integer(input.NumberLine(), budget),
            PickleOpcode.Long1 => Integer(input.Long(input.Byte()), budget),
            PickleOpcode.Long4 => Integer(input.Long(input.UInt32()), budget),
            PickleOpcode.Float => Number(input.DoubleLine(), budget),
            PickleOpcode.BinFloat => Number(input.Double(), budget),
            PickleOpcode.String => Bytes(PickleText.Unquote(input.Line()), budget),
            PickleOpcode.BinString or PickleOpcode.BinBytes => Bytes(input.Bytes(input.UInt32()), budget),
            PickleOpcode.ShortBinString or PickleOpcode.ShortBinBytes => Bytes(input.Bytes(input.Byte()), budget),
            PickleOpcode.BinBytes8 or PickleOpcode.ByteArray8 => Bytes(input.Bytes(input.UInt64()), budget),
            PickleOpcode.Unicode => Text(PickleText.Unescape(input.Line()), budget),
            PickleOpcode.ShortBinUnicode => Text(input.Text(input.Byte()), budget),
            PickleOpcode.BinUnicode => Text(input.Text(input.UInt32()), budget),
            PickleOpcode.BinUnicode8 => Text(input.Text(input.UInt64()), budget),
            _ => null,
        };
        return value is not null;
    }

    /// <summary>Protocols 0 and 1 write False and True as the numbers 00 and 01.</summary>
    private static object IntegerOrBoolean(ref PickleInput input, MemoryBudget budget)
    {
        var ahead = input;
        var line = ahead.Line();
        if (!line.SequenceEqual("00"u8) && !line.SequenceEqual("01"u8))
        {
            return Integer(input.NumberLine(), budget);
        }

        input = ahead;
        return line[1] == '1' ? True : False;
    }

    private static object Integer(long value, MemoryBudget budget)
    {
        if ((ulong)value < (ulong)SmallIntegers.Length)
        {
            return SmallIntegers[value];
        }

        budget.ChargeObject();
        return value;
    }

    private static double Number(double value, MemoryBudget budget)
    {
        budget.ChargeObject();
        return value;
    }

    private static byte[] Bytes(ReadOnlySpan<byte> bytes, MemoryBudget budget)
    {
        budget.ChargeData(bytes.Length);
        return bytes.ToArray();
    }

    private static string Text(string text, MemoryBudget budget)
    {
        budget.ChargeData(2L * text.Length);
        return text;
    }
}
