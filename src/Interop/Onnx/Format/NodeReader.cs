namespace FastElman.Interop.Onnx.Format;

/// <summary>
/// Reads NodeProto and AttributeProto. Sub-graphs in attributes are passed over, however deep they are.
/// </summary>
/// <param name="tensors">Reads tensors in attributes.</param>
internal sealed class NodeReader(TensorReader tensors)
{
    private const int MostNames = 1 << 13, MostAttributes = 1 << 6, MostIntegers = 1 << 12, MostTexts = 1 << 6;

    private readonly List<string> _inputs = [], _outputs = [];

    public OnnxNode Read(MessageReader reader)
    {
        var (name, @operator, domain) = (string.Empty, string.Empty, string.Empty);
        _inputs.Clear();
        _outputs.Clear();
        List<OnnxAttribute>? attributes = null;
        using (reader)
        {
            for (var field = reader.Next(); field != 0; field = reader.Next())
            {
                switch (field)
                {
                    case 1:
                        reader.Add(_inputs, reader.Text(), MostNames);
                        break;
                    case 2:
                        reader.Add(_outputs, reader.Text(), MostNames);
                        break;
                    case 3:
                        name = reader.Text();
                        break;
                    case 4:
                        @operator = reader.Text();
                        break;
                    case 5:
                        reader.Add(attributes ??= [], Attribute(reader.Message("AttributeProto")), MostAttributes);
                        break;
                    case 7:
                        domain = reader.Text();
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }
        }

        if (@operator.Length == 0 || _outputs.Count == 0)
        {
            throw new InvalidDataException(
                $"node {NameText.Quote(name)} has no {(_outputs.Count == 0 ? "outputs" : "operator")}");
        }

        string[] inputs = [.. _inputs], outputs = [.. _outputs];
        return new OnnxNode(
            name, @operator, inputs, outputs, attributes ?? [], domain == "ai.onnx" ? string.Empty : domain);
    }

    private OnnxAttribute Attribute(MessageReader reader)
    {
        var (name, text) = (string.Empty, string.Empty);
        var (kind, integer, number) = (0L, 0L, 0f);
        List<long> integers = [];
        List<string> texts = [];
        OnnxTensor? tensor = null;
        using (reader)
        {
            for (var field = reader.Next(); field != 0; field = reader.Next())
            {
                switch (field)
                {
                    case 1:
                        name = reader.Text();
                        break;
                    case 2:
                        number = reader.Float();
                        break;
                    case 3:
                        integer = reader.Integer();
                        break;
                    case 4:
                        text = reader.Text();
                        break;
                    case 5:
                        tensor = tensors.Read(reader.Message("TensorProto"));
                        break;
                    case 8:
                        reader.AddIntegers(integers, MostIntegers);
                        break;
                    case 9:
                        reader.Add(texts, reader.Text(), MostTexts);
                        break;
                    case 20:
                        kind = reader.Integer();
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }
        }

        var isKnown = kind is >= 0 and <= (long)OnnxAttributeKind.Texts;
        var known = isKnown ? (OnnxAttributeKind)kind : OnnxAttributeKind.Other;
        if (known == OnnxAttributeKind.Tensor && tensor is null)
        {
            throw new InvalidDataException($"attribute {NameText.Quote(name)} has no tensor");
        }

        return new OnnxAttribute(name, known)
        {
            Integer = integer,
            Float = number,
            Text = text,
            Integers = integers,
            Texts = texts,
            Tensor = tensor,
        };
    }
}
