using FastElman.Training.Backpropagation;
using FastElman.Training.Randomness;
using FastElman.Training.Runs;

namespace FastElman.Training.Tests.Runs;

/// <summary>How often words are hidden.</summary>
public sealed class WordDropoutTests
{
    private const int Unknown = 0, Rare = 1, Frequent = 2, Unseen = 3, Vocabulary = 4;
    private const int Draws = 20_000;

    private static readonly TrainingSentence[] Sentences =
    [
        Sentence(Rare, Frequent, Frequent, Vocabulary),
        Sentence(Frequent, -1, Frequent, Unknown),
        Sentence(Frequent, Frequent, Frequent),
    ];

    [Theory]
    [InlineData(Rare, 1, 1)]
    [InlineData(Frequent, 7, 1)]
    [InlineData(Rare, 1, 0.25)]
    [InlineData(Frequent, 7, 0.25)]
    [InlineData(Frequent, 7, 10)]
    public void A_word_is_hidden_more_often_the_rarer_it_is(int word, int count, double strength)
    {
        var words = Enumerable.Repeat(word, Draws).ToArray();

        Create(strength).Apply(words, new SplitMix64(1));

        Assert.Equal(strength / (strength + count), words.Count(each => each == Unknown) / (double)Draws, 0.015);
        Assert.All(words, each => Assert.True(each == word || each == Unknown));
    }

    [Fact]
    public void A_word_that_the_training_set_lacks_is_always_hidden()
    {
        int[] words = [Unseen, Unseen, Unseen];

        Create(1).Apply(words, new SplitMix64(2));

        Assert.Equal([Unknown, Unknown, Unknown], words);
    }

    [Fact]
    public void Padding_and_the_unknown_word_stay_what_they_are()
    {
        int[] kinds = [-1, Vocabulary, Unknown];
        int[] words = [.. Enumerable.Range(0, 300).Select(i => kinds[i % kinds.Length])];
        var before = words.ToArray();

        Create(1000).Apply(words, new SplitMix64(3));

        Assert.Equal(before, words);
    }

    [Fact]
    public void A_hidden_word_keeps_its_letters_where_they_are_known()
    {
        var vocabulary = new Vocabulary(["<UNK>", "rare", "frequent", "unseen"]);
        var composed = new ComposedWords(vocabulary, ["strange"], subwordCount: 30);
        int[] words = [Rare, -1, Frequent, composed.MissingRowOf(0), Vocabulary];

        new WordDropout(1e12, Unknown, Vocabulary, Sentences, composed).Apply(words, new SplitMix64(5));

        Assert.Equal(
            [composed.DroppedRowOf(Rare), -1, composed.DroppedRowOf(Frequent), composed.MissingRowOf(0), Vocabulary],
            words);
    }

    [Fact]
    public void Every_word_takes_one_random_number()
    {
        var (random, expected) = (new SplitMix64(4), new SplitMix64(4));
        Create(1).Apply([Rare, -1, Frequent, Vocabulary, Unknown], random);
        for (var i = 0; i < 5; i++)
        {
            expected.Next();
        }

        Assert.Equal(expected.Next(), random.Next());
    }

    private static WordDropout Create(double strength) => new(strength, Unknown, Vocabulary, Sentences);

    private static TrainingSentence Sentence(params int[] words)
    {
        var labels = new int[words.Length];
        return new TrainingSentence(words, labels, new CorpusSentence(words, labels));
    }
}
