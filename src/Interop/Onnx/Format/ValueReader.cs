namespace FastElman.Interop.Onnx.Format;

/// <summary>Reads ValueInfoProto: the name, element type and dimensions of an input or output.</summary>
internal static class ValueReader
{
    private const int MostDimensions = 8;

    public static OnnxValue Read(MessageReader reader)
    {
        var value = new OnnxValue(string.Empty, OnnxElementType.Undefined, null);
        using (reader)
        {
            for (var field = reader.Next(); field != 0; field = reader.Next())
            {
                switch (field)
                {
                    case 1:
                        value = value with { Name = reader.Text() };
                        break;
                    case 2:
                        value = Type(reader.Message("TypeProto"), value);
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }
        }

        return value;
    }

    /// <summary>TypeProto, which for a tensor holds a TypeProto.Tensor in its field 1.</summary>
    private static OnnxValue Type(MessageReader reader, OnnxValue value)
    {
        using (reader)
        {
            for (var field = reader.Next(); field != 0; field = reader.Next())
            {
                if (field == 1)
                {
                    value = Tensor(reader.Message("TypeProto.Tensor"), value);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return value;
    }

    private static OnnxValue Tensor(MessageReader reader, OnnxValue value)
    {
        using (reader)
        {
            for (var field = reader.Next(); field != 0; field = reader.Next())
            {
                switch (field)
                {
                    case 1:
                        var type = reader.Integer();
                        value = value with { Type = (OnnxElementType)(type is > 0 and < 100 ? type : 0) };
                        break;
                    case 2:
                        value = value with { Dimensions = Shape(reader.Message("TensorShapeProto")) };
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }
        }

        return value;
    }

    private static List<OnnxDimension> Shape(MessageReader reader)
    {
        List<OnnxDimension> dimensions = [];
        using (reader)
        {
            for (var field = reader.Next(); field != 0; field = reader.Next())
            {
                if (field == 1)
                {
                    reader.Add(dimensions, Dimension(reader.Message("TensorShapeProto.Dimension")), MostDimensions);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return dimensions;
    }

    private static OnnxDimension Dimension(MessageReader reader)
    {
        var dimension = default(OnnxDimension) with { Name = string.Empty };
        using (reader)
        {
            for (var field = reader.Next(); field != 0; field = reader.Next())
            {
                switch (field)
                {
                    case 1:
                        dimension = dimension with { Size = reader.Integer() };
                        break;
                    case 2:
                        dimension = dimension with { Name = reader.Text() };
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }
        }

        return dimension;
    }
}
