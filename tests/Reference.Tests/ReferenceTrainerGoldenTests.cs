using FastElman.Fixtures;

namespace FastElman.Reference.Tests;

/// <summary>Against Theano, which computed in float32 except in one of the cases.</summary>
public class ReferenceTrainerGoldenTests
{
    /// <summary>The files themselves are rounded to float32, numbers of about 1 to 6e-8.</summary>
    private const double Rounding = 1e-7;

    [Theory]
    [MemberData(nameof(GoldenCase.Names), MemberType = typeof(GoldenCase))]
    public void The_forward_pass_is_Theanos(string name)
    {
        var golden = GoldenCase.Load(name);
        var network = TrainerOf(golden).Network;
        var (hidden, probabilities) = (golden.Array("forward", "h"), golden.Array("forward", "p"));
        var (predictions, losses) = (golden.Array("forward", "y_pred"), golden.Array("forward", "nll"));
        for (var i = 0; i < golden.Sentences.Count; i++)
        {
            var forward = network.Run(golden.Sentences[i].Words);
            double[] h = [.. forward.Hidden.SelectMany(row => row)];
            double[] p = [.. forward.Probabilities.SelectMany(row => row)];

            Near.Equal(golden.OfSentence(hidden, i), h, golden.Tolerance(Rounding, "h"), "h");
            Near.Equal(golden.OfSentence(probabilities, i), p, golden.Tolerance(Rounding, "p"), "p");
            Assert.Equal(golden.OfSentence(predictions, i), forward.Labels.Select(label => (double)label));
            var loss = ReferenceLoss.Of(forward.Chain, golden.Sentences[i].Labels);
            Assert.Equal(losses.Values[i], loss, golden.Tolerance(Rounding, "nll"));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Names), MemberType = typeof(GoldenCase))]
    public void The_gradients_are_Theanos(string name)
    {
        var golden = GoldenCase.Load(name);
        var trainer = TrainerOf(golden);
        foreach (var sentence in golden.GradientSentences)
        {
            var (words, labels) = golden.Sentences[sentence];
            var gradients = trainer.Gradients(words, labels);
            Near.EqualTensors(
                golden.Gradients(sentence), gradients, tensor => golden.Tolerance(1e-8, "grads", tensor));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Names), MemberType = typeof(GoldenCase))]
    public void A_hundred_steps_are_Theanos(string name)
    {
        var golden = GoldenCase.Load(name);
        var trainer = TrainerOf(golden);
        for (var step = 1; step <= golden.TrainSteps[^1]; step++)
        {
            var (words, labels) = golden.Sentences[step - 1];
            var loss = trainer.Train(words, labels, golden.LearningRate);

            Assert.Equal(golden.TrainLosses[step - 1], loss, golden.Tolerance(Rounding, "train_nll"));
            if (golden.TrainSteps.Contains(step))
            {
                var folder = $"params_after_{step}";
                Near.EqualTensors(
                    golden.Tensors(folder), TensorsOf(trainer), tensor => golden.Tolerance(Rounding, folder, tensor));
            }
        }

        var predictions = golden.Sentences.SelectMany(sentence => trainer.Network.Run(sentence.Words).Labels);
        Assert.Equal(golden.Array("y_pred_after_100").Integers, predictions);
    }

    [Theory]
    [InlineData("tiny-f32")]
    [InlineData("tiny-f64")]
    [InlineData("odd")]
    public void One_step_without_normalisation_is_Theanos(string name)
    {
        var golden = GoldenCase.Load(name);
        var trainer = TrainerOf(golden);

        trainer.Descend(golden.Sentences[0].Words, golden.Sentences[0].Labels, golden.LearningRate);

        Near.EqualTensors(golden.Tensors("sgd_only_1"), TensorsOf(trainer), _ => golden.IsDouble ? 1e-12 : Rounding);
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Names), MemberType = typeof(GoldenCase))]
    public void Normalisation_is_Theanos(string name)
    {
        var golden = GoldenCase.Load(name);
        var embeddings = TrainerOf(golden).Network[ElmanTensor.Embeddings];

        ReferenceEmbeddings.Normalize(embeddings, golden.Shape.EmbeddingSize);

        var tolerance = golden.IsDouble ? 1e-12 : 4 * Rounding;
        Near.Equal(golden.Array("normalized_embeddings").Values, embeddings, tolerance, "embeddings");
    }

    [Theory]
    [MemberData(nameof(GoldenEdge.Ordinary), MemberType = typeof(GoldenEdge))]
    public void An_edge_case_is_Theanos(string name)
    {
        var (trainer, edge) = Edge(name);

        Near.EqualTensors(edge.Gradients, trainer.Gradients(edge.Words, edge.Labels), _ => 1e-6);
        var loss = trainer.Train(edge.Words, edge.Labels, edge.LearningRate);

        Assert.Equal(edge.Loss, loss, 1e-6);
        Near.EqualTensors(edge.TensorsAfterTraining, TensorsOf(trainer), _ => edge.Tolerance);
    }

    [Theory]
    [InlineData("zero-embedding-row")]
    [InlineData("zero-padding-row-unused")]
    public void Where_Theano_makes_a_row_of_zeros_NaN_it_stays_zero(string name)
    {
        var (trainer, edge) = Edge(name);

        trainer.Train(edge.Words, edge.Labels, edge.LearningRate);

        var theano = edge.TensorsAfterTraining;
        Assert.Contains(double.NaN, theano[0]);
        double[][] expected =
            [.. theano.Select(tensor => Array.ConvertAll(tensor, value => double.IsNaN(value) ? 0 : value))];
        Near.EqualTensors(expected, TensorsOf(trainer), _ => 2e-6);
    }

    private static ReferenceTrainer TrainerOf(GoldenCase golden) =>
        new(new ReferenceNetwork(golden.Shape, golden.Tensors("params_before")));

    /// <summary>The tutorial's seven.</summary>
    private static double[][] TensorsOf(ReferenceTrainer trainer) =>
        [.. trainer.Network.Shape.Tensors.Select(tensor => trainer.Network[tensor])];

    private static (ReferenceTrainer Trainer, GoldenEdge Case) Edge(string name)
    {
        var edge = GoldenEdge.Load(name);
        return (new ReferenceTrainer(new ReferenceNetwork(edge.Shape, edge.TensorsBefore)), edge);
    }
}
