using FastElman.Network;

namespace FastElman.Tests.Network;

public sealed class ByteTrialsTests
{
    [Fact]
    public void A_trained_network_goes_on_with_bytes_whatever_a_hard_word_does()
    {
        var trials = default(ByteTrials);
        for (var word = 0; word < 10_000; word++)
        {
            Assert.True(trials.Begin(1));
            trials.Note(isLost: word % 3 == 0);
        }
    }

    [Fact]
    public void After_words_that_are_lost_bytes_pause_and_few_words_decide_again()
    {
        var trials = default(ByteTrials);
        var tried = WordsUntilPause(ref trials);
        Assert.InRange(tried, 2, 30);

        var paused = 0;
        while (!trials.Begin(32))
        {
            paused += 32;
        }

        Assert.InRange(paused, 200, 300);
        Assert.InRange(WordsUntilPause(ref trials), 1, tried - 1);
    }

    [Fact]
    public void A_network_that_is_no_longer_flat_goes_back_to_bytes()
    {
        var trials = default(ByteTrials);
        WordsUntilPause(ref trials);
        while (!trials.Begin(1))
        {
        }

        for (var word = 0; word < 1000; word++)
        {
            trials.Note(isLost: false);
            Assert.True(trials.Begin(1));
        }
    }

    private static int WordsUntilPause(ref ByteTrials trials)
    {
        for (var word = 1; ; word++)
        {
            trials.Note(isLost: true);
            if (!trials.Begin(1))
            {
                return word;
            }
        }
    }
}
