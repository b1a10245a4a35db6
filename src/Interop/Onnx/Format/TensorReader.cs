namespace FastElman.Interop.Onnx.Format;

/// <summary>
/// Reads TensorProto: checks that it has as many values as its dimensions say, and leaves them in the file.
/// </summary>
/// <param name="file">The file, for messages.</param>
internal sealed class TensorReader(string? file)
{
    private const int MostDimensions = 8;

    public OnnxTensor Read(MessageReader reader)
    {
        var name = string.Empty;
        var type = 0L;
        var isExternal = false;
        List<long> dimensions = [];
        TensorBytes? raw = null, typed = null;
        using (reader)
        {
            for (var field = reader.Next(); field != 0; field = reader.Next())
            {
                switch (field)
                {
                    case 1:
                        reader.AddIntegers(dimensions, MostDimensions);
                        break;
                    case 2:
                        type = reader.Integer();
                        break;
                    case 8:
                        name = reader.Text();
                        break;
                    case 4 or 5 or 7 or 10 when typed is not null:
                    case 9 when raw is not null:
                        throw new InvalidDataException($"tensor {NameText.Quote(name)} has its values twice");
                    case 4 or 5 or 7 or 10:
                        typed = reader.Values(isVarint: field is 5 or 7);
                        break;
                    case 9:
                        raw = reader.Values(isVarint: false);
                        break;
                    case 13:
                        isExternal = true;
                        reader.Skip();
                        break;
                    case 14:
                        isExternal |= reader.Integer() != 0;
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }
        }

        if (isExternal)
        {
            throw Error(name, "its values are in another file", "values in the model itself", "external data");
        }

        if (raw is not null && typed is not null)
        {
            throw Error(name, "it has its values twice", "raw_data or another field", "both");
        }

        return Tensor(name, type, [.. dimensions], raw ?? typed ?? default);
    }

    private OnnxTensor Tensor(string name, long type, long[] dimensions, TensorBytes bytes)
    {
        var known = (OnnxElementType)(type is > 0 and < int.MaxValue ? type : 0);
        if (known == OnnxElementType.Undefined || !Enum.IsDefined(known))
        {
            throw Error(name, "it has another element type", "float, double, int32, int64 or bool", $"number {type}");
        }

        var size = known switch
        {
            OnnxElementType.Bool => 1,
            OnnxElementType.Float or OnnxElementType.Int32 => 4,
            _ => 8,
        };
        var count = 1L;
        foreach (var dimension in dimensions)
        {
            // Neither the product of two such numbers nor the bytes of such a tensor overflow.
            if (dimension is < 0 or > ElmanShape.MaximumElementCount
                || (count *= dimension) > ElmanShape.MaximumElementCount)
            {
                throw Error(
                    name,
                    "its dimensions are impossible",
                    $"at most {ElmanShape.MaximumElementCount} values",
                    OnnxTensor.Text(dimensions));
            }
        }

        var found = bytes.IsVarint ? bytes.VarintCount : bytes.Length;
        var expected = bytes.IsVarint ? count : count * size;
        if (found != expected)
        {
            var unit = bytes.IsVarint ? "integers" : "bytes";
            throw Error(
                name,
                $"its values do not fill its dimensions {OnnxTensor.Text(dimensions)}",
                $"{expected} {unit}",
                $"{found} {unit}");
        }

        return OnnxTensor.OfFile(name, known, dimensions, bytes);
    }

    private ModelFormatException Error(string name, string problem, string expected, string found) =>
        new(problem, file, NameText.Cut(name), expected, found);
}
