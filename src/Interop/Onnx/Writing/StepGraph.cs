using FastElman.Interop.Onnx.Format;
using FastElman.Model;

namespace FastElman.Interop.Onnx.Writing;

/// <summary>One time step of live streams: the state comes in and goes out.</summary>
internal sealed class StepGraph(ElmanModel model) : NetworkGraph(model)
{
    protected override void Build()
    {
        var windows = Builder.Input(GraphNames.Windows, OnnxElementType.Int64, GraphNames.Batch, Shape.WindowSize);
        var isFirst = Builder.Input(GraphNames.IsFirst, OnnxElementType.Bool, GraphNames.Batch);
        var state = Builder.Input(
            GraphNames.State, OnnxElementType.Float, GraphNames.Batch, Shape.RecurrentSize);
        var layer = HiddenLayerTensors.Forward;

        var inputs = Builder.Node(
            "inputs", "Reshape", [Embed(windows), Builder.Integers("inputs_shape", 0, Shape.InputSize)]);
        var product = Builder.Node("input_products", "MatMul", [inputs, Parameter(layer.InputWeights)]);
        var input = Builder.Node("input_sums", "Add", [product, Parameter(layer.Bias)]);
        var first = Builder.Node("first_column", "Unsqueeze", [isFirst, Builder.Integers("column_axis", 1)]);
        var initial = Parameter(layer.InitialState, Parameters.ArrayOf(layer.InitialState), 1);
        var previous = Builder.Node("previous", "Where", [first, initial, state]);
        var recurrent = Builder.Node("product", "MatMul", [previous, Parameter(layer.RecurrentWeights)]);
        var sum = Builder.Node("sum", "Add", [input, recurrent]);

        OutputParameters();
        var isJordan = Shape.Variant.Kind == NetworkKind.Jordan;
        var hidden = Builder.Node(isJordan ? "hidden" : GraphNames.NewState, Activation, [sum]);
        var logits = Logits(hidden);
        if (isJordan)
        {
            Builder.Node(GraphNames.NewState, "Softmax", [logits], OnnxAttribute.Of("axis", -1));
        }

        Answer(logits, GraphNames.Batch);
        Builder.Output(GraphNames.NewState, OnnxElementType.Float, GraphNames.Batch, Shape.RecurrentSize);
    }
}
