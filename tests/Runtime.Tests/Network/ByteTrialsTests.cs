using FastElman.Network;

namespace FastElman.Tests.Network;

public sealed class ByteTrialsTests
{
    /// <summary>A single word has more to gain, and a small network less.</summary>
    [Theory]
    [InlineData(false, 100, 6)]
    [InlineData(false, 30, 20)]
    [InlineData(true, 100, 2)]
    public void A_trained_network_goes_on_with_bytes_whatever_a_hard_word_does(
        bool isAlone, int depth, int hardWordsApart)
    {
        var trials = default(ByteTrials);
        for (var word = 0; word < 10_000; word++)
        {
            Assert.True(trials.Begin(1));
            Note(ref trials, word % hardWordsApart == 0, isAlone, depth);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_words_that_are_lost_bytes_pause_and_few_words_decide_again(bool isAlone)
    {
        var trials = default(ByteTrials);
        var tried = WordsUntilPause(ref trials, isAlone);
        Assert.InRange(tried, 2, 30);

        var paused = 0;
        while (!trials.Begin(32))
        {
            paused += 32;
        }

        Assert.InRange(paused, 1000, 1100);
        Assert.InRange(WordsUntilPause(ref trials, isAlone), 1, tried - 1);
    }

    [Fact]
    public void A_network_that_is_no_longer_flat_goes_back_to_bytes()
    {
        var trials = default(ByteTrials);
        WordsUntilPause(ref trials, isAlone: false);
        while (!trials.Begin(1))
        {
        }

        for (var word = 0; word < 1000; word++)
        {
            Note(ref trials, isLost: false, isAlone: false);
            Assert.True(trials.Begin(1));
        }
    }

    private static int WordsUntilPause(ref ByteTrials trials, bool isAlone)
    {
        for (var word = 1; ; word++)
        {
            Note(ref trials, isLost: true, isAlone);
            if (!trials.Begin(1))
            {
                return word;
            }
        }
    }

    private static void Note(ref ByteTrials trials, bool isLost, bool isAlone, int depth = 100)
    {
        if (isAlone)
        {
            trials.NoteSingle(isLost);
        }
        else
        {
            trials.NoteOneOfSeveral(isLost, ByteTrials.LossOfSeveral(depth));
        }
    }
}
