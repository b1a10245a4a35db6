using FastElman.Training;
using FastElman.Training.Backpropagation;
using FastElman.Training.Randomness;

namespace FastElman.Cli.Demo;

/// <summary>
/// Trains the built-in demo's network on <see cref="FlightRequests"/>, from nothing and with a fixed seed. Its window
/// reaches one word to either side: whatever lies further back the recurrent state has to remember.
/// </summary>
internal static class DemoTraining
{
    /// <summary>Units of the hidden layer.</summary>
    public const int HiddenSize = 40;

    /// <summary>One whose network is sure of what it shows: rounding, which differs between instruction sets, changes none of its answers.</summary>
    private const ulong Seed = 6;
    private const int EmbeddingSize = 20;
    private const int WindowSize = 3;
    private const int Epochs = 16;
    private const float FirstLearningRate = 0.5f;
    private const float Decay = 0.9f;

    /// <summary>Trains.</summary>
    /// <remarks>
    /// On one machine the parameters are the same every time. Another rounds otherwise where it has another instruction set, and training magnifies that.
    /// </remarks>
    /// <param name="epochs">Passes over the sentences.</param>
    /// <param name="epochDone">Told after each epoch its number, counted from 1, and the F1 on the validation set; or null.</param>
    public static (ElmanParameters Parameters, Vocabulary Vocabulary, LabelSet Labels) Train(int epochs = Epochs, Action<int, double>? epochDone = null)
    {
        var corpus = FlightRequests.Generate();
        var shape = new ElmanShape(HiddenSize, corpus.Labels.Count, corpus.Vocabulary.Count, EmbeddingSize, WindowSize);
        var random = new SplitMix64(Seed);
        var trainer = new SentenceTrainer(Initialization.Create(shape, random));
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
            epochDone?.Invoke(epoch, Evaluate(trainer.ToParameters(), corpus.Validation, corpus).Overall.F1);
        }

        return (trainer.ToParameters(), corpus.Vocabulary, corpus.Labels);
    }

    /// <summary>Scores a network on some of the corpus's sentences.</summary>
    public static ConllResult Evaluate(ElmanParameters parameters, IReadOnlyList<CorpusSentence> sentences, FlightRequests corpus)
    {
        var tagger = new Tagger(ElmanModel.Create(parameters, corpus.Vocabulary, corpus.Labels).Compile());
        var evaluation = new ConllEvaluation();
        foreach (var sentence in sentences)
        {
            evaluation.AddSentence(sentence.Labels, tagger.Tag(sentence.Words));
        }

        return evaluation.Result();
    }

    private static (int[] Words, int[] Labels) Indexed(CorpusSentence sentence, FlightRequests corpus) =>
        (WordsOf(sentence, corpus), [.. sentence.Labels.Select(label => corpus.Labels.TryGetIndex(label, out var index) ? index : throw new InvalidOperationException($"The label {label} is not in the corpus."))]);

    private static int[] WordsOf(CorpusSentence sentence, FlightRequests corpus) =>
        [.. sentence.Words.Select(word => corpus.Vocabulary.GetIndex(word))];
}
