using FastElman.Fixtures;
using FastElman.Reference;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>The fast trainer against Theano, in every instruction set and in both ways of normalising.</summary>
public class SentenceTrainerGoldenTests
{
    /// <summary>What float32 rounding may do beyond what was measured in Theano's own.</summary>
    private const double LeastTolerance = 2e-6;

    public static TheoryData<string, InstructionSet> Cases => Combined(GoldenCase.Names);

    public static TheoryData<string, InstructionSet> OrdinaryEdges => Combined(GoldenEdge.Ordinary);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradients_are_Theanos(string name, InstructionSet instructionSet)
    {
        var golden = GoldenCase.Load(name);
        var trainer = new SentenceTrainer(golden.Parameters(), instructionSet: instructionSet);
        var gradients = new ElmanParameters(golden.Shape);
        foreach (var sentence in golden.GradientSentences)
        {
            var (words, labels) = golden.Sentences[sentence];
            trainer.Gradients(words, labels, gradients);
            Near.EqualTensors(golden.Gradients(sentence), new ReferenceNetwork(gradients).Tensors, _ => 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_hundred_steps_are_Theanos(string name, InstructionSet instructionSet)
    {
        var golden = GoldenCase.Load(name);
        var trainer = new SentenceTrainer(golden.Parameters(), instructionSet);
        for (var step = 1; step <= golden.TrainSteps[^1]; step++)
        {
            var (words, labels) = golden.Sentences[step - 1];
            var loss = trainer.Train(words, labels, (float)golden.LearningRate);

            Assert.Equal(golden.TrainLosses[step - 1], loss, Tolerance(golden, "train_nll"));
            if (golden.TrainSteps.Contains(step))
            {
                var folder = $"params_after_{step}";
                Near.EqualTensors(
                    golden.Tensors(folder),
                    new ReferenceNetwork(trainer.ToParameters()).Tensors,
                    tensor => Tolerance(golden, folder, tensor));
            }
        }

        Assert.Equal(golden.Array("y_pred_after_100").Integers, Predictions(trainer, golden));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_step_without_normalisation_is_Theanos(string name, InstructionSet instructionSet)
    {
        var golden = GoldenCase.Load(name);
        Assert.SkipWhen(name is "atis" or "atis-200", "The reference data has this step for the small cases only.");
        var trainer = new SentenceTrainer(golden.Parameters(), instructionSet: instructionSet);

        trainer.Descend(golden.Sentences[0].Words, golden.Sentences[0].Labels, (float)golden.LearningRate);

        Near.EqualTensors(
            golden.Tensors("sgd_only_1"), new ReferenceNetwork(trainer.ToParameters()).Tensors, _ => LeastTolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Normalisation_is_Theanos(string name, InstructionSet instructionSet)
    {
        var golden = GoldenCase.Load(name);
        var trainer = new SentenceTrainer(golden.Parameters(), instructionSet: instructionSet);

        trainer.NormalizeEmbeddings();

        Near.Equal(
            golden.Array("normalized_embeddings").Values,
            new ReferenceNetwork(trainer.ToParameters())[ElmanTensor.Embeddings],
            4e-7,
            "embeddings");
    }

    [Theory]
    [MemberData(nameof(OrdinaryEdges))]
    public void An_edge_case_is_Theanos(string name, InstructionSet instructionSet)
    {
        var (trainer, edge) = Edge(name, instructionSet);

        var gradients = new ElmanParameters(edge.Shape);
        trainer.Gradients(edge.Words, edge.Labels, gradients);
        Near.EqualTensors(edge.Gradients, new ReferenceNetwork(gradients).Tensors, _ => 1e-6);
        var loss = trainer.Train(edge.Words, edge.Labels, (float)edge.LearningRate);

        Assert.Equal(edge.Loss, loss, edge.Tolerance);
        Near.EqualTensors(
            edge.TensorsAfterTraining, new ReferenceNetwork(trainer.ToParameters()).Tensors, _ => edge.Tolerance);
    }

    [Theory]
    [InlineData("zero-embedding-row")]
    [InlineData("zero-padding-row-unused")]
    public void Where_Theano_makes_a_row_of_zeros_NaN_it_stays_zero(string name)
    {
        var (trainer, edge) = Edge(name);

        trainer.Train(edge.Words, edge.Labels, (float)edge.LearningRate);

        var theano = edge.TensorsAfterTraining;
        Assert.Contains(double.NaN, theano[0]);
        Near.EqualTensors(
            [.. theano.Select(tensor => tensor.Select(value => double.IsNaN(value) ? 0 : value).ToArray())],
            new ReferenceNetwork(trainer.ToParameters()).Tensors,
            _ => edge.Tolerance);
    }

    [Theory]
    [InlineData("tiny-embedding-row")]
    [InlineData("huge-embedding-row")]
    public void A_row_whose_squares_overflow_gets_length_1(string name)
    {
        var (trainer, edge) = Edge(name);

        trainer.NormalizeEmbeddings();

        Assert.All(
            trainer.ToParameters().Embeddings.ToArray().Chunk(edge.Shape.EmbeddingSize), row => Assert.Equal(
                1, row.Sum(value => (double)value * value), 1e-6));
    }

    [Theory]
    [InlineData("softmax-large")] // its loss is infinite in Theano, too
    [InlineData("softmax-large-good-label")]
    public void Gradients_stay_finite_where_Theanos_underflow(string name)
    {
        var (trainer, edge) = Edge(name);
        var gradients = new ElmanParameters(edge.Shape);

        var loss = trainer.Gradients(edge.Words, edge.Labels, gradients);

        Assert.Contains(double.NaN, edge.Gradients[0]);
        var reference = new ReferenceTrainer(new ReferenceNetwork(edge.Shape, edge.TensorsBefore));
        Assert.Equal(reference.Loss(edge.Words, edge.Labels), loss, 1e-4);
        Near.EqualTensors(
            reference.Gradients(edge.Words, edge.Labels), new ReferenceNetwork(gradients).Tensors, _ => 1e-5);
    }

    [Fact]
    public void A_NaN_makes_the_loss_NaN_as_in_Theano()
    {
        var (trainer, edge) = Edge("nan-bias");

        Assert.Equal(edge.Loss, trainer.Train(edge.Words, edge.Labels, (float)edge.LearningRate));
        Assert.Equal(double.NaN, edge.Loss);
    }

    [Theory]
    [MemberData(nameof(GoldenEdge.Refused), MemberType = typeof(GoldenEdge))]
    [InlineData("negative-index")]
    [InlineData("negative-label")]
    public void What_Theano_refuses_is_refused(string name)
    {
        var (trainer, edge) = Edge(name);
        var before = trainer.ToParameters();

        Assert.ThrowsAny<ArgumentException>(() => trainer.Train(edge.Words, edge.Labels, 0.1f));
        Assert.ThrowsAny<ArgumentException>(
            () => trainer.Gradients(edge.Words, edge.Labels, new ElmanParameters(edge.Shape)));

        Bits.AssertEqual(before, trainer.ToParameters());
    }

    private static double Tolerance(GoldenCase golden, params string[] path) =>
        Math.Max(LeastTolerance, golden.Tolerance(LeastTolerance, path));

    private static IEnumerable<int> Predictions(SentenceTrainer trainer, GoldenCase golden)
    {
        var tagger = new Tagger(ElmanModel.Create(trainer.ToParameters()).Compile());
        return golden.Sentences.SelectMany(sentence =>
        {
            var labels = new int[sentence.Words.Length];
            tagger.Tag(sentence.Words, labels);
            return labels;
        });
    }

    private static (SentenceTrainer Trainer, GoldenEdge Case) Edge(string name, InstructionSet? instructionSet = null)
    {
        var edge = GoldenEdge.Load(name);
        return (
            new SentenceTrainer(new ReferenceNetwork(edge.Shape, edge.TensorsBefore).ToParameters(), instructionSet),
            edge);
    }

    private static TheoryData<string, InstructionSet> Combined(TheoryData<string> names) =>
        new(from name in names from instructionSet in SimdInfo.Supported select (name.Data, instructionSet));
}
