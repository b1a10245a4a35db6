using FastElman.Fixtures;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>The plain trainer against Theano. In double precision it is nearer to the truth than the float32 that Theano computed in.</summary>
public class ReferenceTrainerGoldenTests
{
    /// <summary>float32 rounds the files themselves: numbers of about 1 to 6e-8.</summary>
    private const double Rounding = 1e-7;

    [Theory]
    [MemberData(nameof(GoldenCase.Names), MemberType = typeof(GoldenCase))]
    public void The_forward_pass_is_Theanos(string name)
    {
        var golden = GoldenCase.Load(name);
        var trainer = TrainerOf(golden);
        var (hidden, probabilities) = (golden.Array("forward", "h"), golden.Array("forward", "p"));
        var (predictions, losses) = (golden.Array("forward", "y_pred"), golden.Array("forward", "nll"));
        for (var i = 0; i < golden.Sentences.Count; i++)
        {
            var forward = trainer.Forward(golden.Sentences[i].Words);

            Near.Equal(golden.OfSentence(hidden, i), [.. forward.Hidden.SelectMany(state => state)], golden.Tolerance(Rounding, "h"), "h");
            Near.Equal(golden.OfSentence(probabilities, i), [.. forward.Probabilities.SelectMany(p => p)], golden.Tolerance(Rounding, "p"), "p");
            Assert.Equal(golden.OfSentence(predictions, i), forward.Predictions().Select(label => (double)label));
            Assert.Equal(losses.Values[i], forward.Loss(golden.Sentences[i].Labels), golden.Tolerance(Rounding, "nll"));
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
            Near.EqualTensors(golden.Gradients(sentence), trainer.Gradients(words, labels), tensor => golden.Tolerance(1e-8, "grads", tensor));
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
                Near.EqualTensors(golden.Tensors(folder), TensorsOf(trainer), tensor => golden.Tolerance(Rounding, folder, tensor));
            }
        }

        var predictions = golden.Sentences.SelectMany(sentence => trainer.Forward(sentence.Words).Predictions());
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
        var trainer = TrainerOf(golden);

        trainer.NormalizeEmbeddings();

        Near.Equal(golden.Array("normalized_embeddings").Values, trainer[ElmanTensor.Embeddings], golden.IsDouble ? 1e-12 : 4 * Rounding, "embeddings");
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
        Near.EqualTensors([.. theano.Select(tensor => tensor.Select(value => double.IsNaN(value) ? 0 : value).ToArray())], TensorsOf(trainer), _ => 2e-6);
    }

    [Theory]
    [MemberData(nameof(GoldenEdge.Refused), MemberType = typeof(GoldenEdge))]
    public void What_Theano_refuses_is_refused_and_changes_nothing(string name)
    {
        var (trainer, edge) = Edge(name);
        double[][] before = [.. TensorsOf(trainer).Select(tensor => tensor.ToArray())];

        Assert.ThrowsAny<ArgumentException>(() => trainer.Train(edge.Words, edge.Labels, 0.1));

        Assert.Equal(before, TensorsOf(trainer));
    }

    private static ReferenceTrainer TrainerOf(GoldenCase golden) => new(golden.Shape, golden.Tensors("params_before"));

    private static double[][] TensorsOf(ReferenceTrainer trainer) => [.. TensorNames.All.Select(tensor => trainer[tensor])];

    private static (ReferenceTrainer Trainer, GoldenEdge Case) Edge(string name)
    {
        var edge = GoldenEdge.Load(name);
        return (new ReferenceTrainer(edge.Shape, edge.TensorsBefore), edge);
    }
}
