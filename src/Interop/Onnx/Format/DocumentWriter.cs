namespace FastElman.Interop.Onnx.Format;

/// <summary>Writes an ONNX file. Field numbers are those of onnx.proto; fields stand in their order.</summary>
internal static class DocumentWriter
{
    /// <summary>Composes the file: afterwards nothing can fail but the writing of bytes.</summary>
    /// <exception cref="NotSupportedException">It would be longer than a protobuf message can be.</exception>
    public static MessageWriter Compose(OnnxDocument document)
    {
        var model = new MessageWriter()
            .Integer(1, document.FormatVersion)
            .Text(2, document.Producer)
            .Text(6, document.Documentation)
            .Message(7, Graph(document.Graph))
            .Message(8, new MessageWriter().Integer(2, document.OperatorSet));
        foreach (var (key, value) in document.Metadata)
        {
            model.Message(14, new MessageWriter().Text(1, key).Text(2, value));
        }

        return model;
    }

    private static MessageWriter Graph(OnnxGraph graph)
    {
        var message = new MessageWriter();
        graph.Nodes.ForEach(node => message.Message(1, Node(node)));
        message.Text(2, "elman");
        graph.Initializers.ForEach(tensor => message.Message(5, Tensor(tensor)));
        graph.Inputs.ForEach(value => message.Message(11, Value(value)));
        graph.Outputs.ForEach(value => message.Message(12, Value(value)));
        return message;
    }

    private static MessageWriter Node(OnnxNode node)
    {
        var message = new MessageWriter();
        foreach (var input in node.Inputs)
        {
            message.Text(1, input);
        }

        foreach (var output in node.Outputs)
        {
            message.Text(2, output);
        }

        message.Text(3, node.Name).Text(4, node.Operator);
        foreach (var attribute in node.Attributes)
        {
            message.Message(5, Attribute(attribute));
        }

        return message;
    }

    private static MessageWriter Attribute(OnnxAttribute attribute)
    {
        var message = new MessageWriter().Text(1, attribute.Name);
        switch (attribute.Kind)
        {
            case OnnxAttributeKind.Integer:
                message.Integer(3, attribute.Integer);
                break;
            case OnnxAttributeKind.Text:
                message.Text(4, attribute.Text);
                break;
            case OnnxAttributeKind.Integers:
                attribute.Integers.ToList().ForEach(value => message.Integer(8, value));
                break;
            case OnnxAttributeKind.Texts:
                attribute.Texts.ToList().ForEach(value => message.Text(9, value));
                break;
            default:
                throw new ArgumentOutOfRangeException(
                    nameof(attribute), attribute.Kind, "No attribute of this kind is written.");
        }

        return message.Integer(20, (long)attribute.Kind);
    }

    private static MessageWriter Tensor(OnnxTensor tensor)
    {
        var message = new MessageWriter();
        foreach (var dimension in tensor.Dimensions)
        {
            message.Integer(1, dimension);
        }

        message.Integer(2, (long)tensor.Type).Text(8, tensor.Name);
        return tensor.IsFloat ? message.Floats(9, tensor.Floats(file: null)) : message.Integers(9, tensor.Integers());
    }

    private static MessageWriter Value(OnnxValue value)
    {
        var shape = new MessageWriter();
        foreach (var dimension in value.Dimensions ?? [])
        {
            shape.Message(1, dimension.Size is { } size
                ? new MessageWriter().Integer(1, size)
                : new MessageWriter().Text(2, dimension.Name));
        }

        var tensor = new MessageWriter().Integer(1, (long)value.Type).Message(2, shape);
        return new MessageWriter().Text(1, value.Name).Message(2, new MessageWriter().Message(1, tensor));
    }
}
