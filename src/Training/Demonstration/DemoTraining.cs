using FastElman.Training.Backpropagation;
using FastElman.Training.Corpora;
using FastElman.Training.Evaluation;

namespace FastElman.Training.Demonstration;

/// <summary>
/// Trains the built-in demo's network on <see cref="FlightRequests"/>, from nothing and with a fixed seed. Its window
/// reaches one word to either side: whatever lies further back the recurrent state has to remember.
/// </summary>
internal static class DemoTraining
{
    private const ulong Seed = 1;
    private const int HiddenSize = 40;
    private const int EmbeddingSize = 20;
    private const int WindowSize = 3;
    private const int Epochs = 16;
    private const double FirstLearningRate = 0.5;
    private const double Decay = 0.9;

    /// <summary>Trains.</summary>
    /// <remarks>
    /// On one machine the parameters are the same every time. Another may round an exponential otherwise, and training magnifies that.
    /// </remarks>
    /// <param name="epochs">Passes over the sentences.</param>
    /// <param name="epochDone">Told after each epoch its number, counted from 1, and the F1 on the validation set; or null.</param>
    public static (ElmanParameters Parameters, Vocabulary Vocabulary, LabelSet Labels) Train(int epochs = Epochs, Action<int, double>? epochDone = null)
    {
        var corpus = FlightRequests.Generate();
        var shape = new ElmanShape(HiddenSize, corpus.Labels.Count, corpus.Vocabulary.Count, EmbeddingSize, WindowSize);
        var random = new SplitMix64(Seed);
        var trainer = new ReferenceTrainer(Initialization.Create(shape, random));
        var sentences = corpus.Train.Select(sentence => Indexed(sentence, corpus)).ToArray();
        var learningRate = FirstLearningRate;
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            random.Shuffle(sentences.AsSpan());
            foreach (var (words, labels) in sentences)
            {
                trainer.Train(words, labels, learningRate);
            }

            learningRate *= Decay;
            epochDone?.Invoke(epoch, Evaluate(trainer, corpus.Validation, corpus).Overall.F1);
        }

        return (trainer.ToParameters(), corpus.Vocabulary, corpus.Labels);
    }

    /// <summary>Scores a network on some of the corpus's sentences.</summary>
    public static ConllResult Evaluate(ReferenceTrainer network, IReadOnlyList<CorpusSentence> sentences, FlightRequests corpus)
    {
        var evaluation = new ConllEvaluation();
        foreach (var sentence in sentences)
        {
            var predictions = network.Forward(WordsOf(sentence, corpus)).Predictions();
            evaluation.AddSentence(sentence.Labels, Array.ConvertAll(predictions, label => corpus.Labels[label]));
        }

        return evaluation.Result();
    }

    private static (int[] Words, int[] Labels) Indexed(CorpusSentence sentence, FlightRequests corpus) =>
        (WordsOf(sentence, corpus), [.. sentence.Labels.Select(label => corpus.Labels.TryGetIndex(label, out var index) ? index : throw new InvalidOperationException($"The label {label} is not in the corpus."))]);

    private static int[] WordsOf(CorpusSentence sentence, FlightRequests corpus) =>
        [.. sentence.Words.Select(word => corpus.Vocabulary.IndexOf(word))];
}
