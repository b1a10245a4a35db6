using FastElman.Benchmarks.Cluster.Load;
using FastElman.Samples.TaggingService.Grpc;

namespace FastElman.Samples.SessionCluster.Tests.Load;

/// <summary>What the callers of the failure runs notice: a check that sees nothing shows nothing.</summary>
public sealed class CheckedSessionTests
{
    private static readonly Sentences Sentences = new([FlightsModel.Compiled.Model], count: 10);

    private readonly CheckedSession _session = new(Sentences, number: 3, firstSentence: 2);

    [Fact]
    public void The_right_labels_are_right()
    {
        for (var sentence = 2; sentence < 5; sentence++)
        {
            Send(Sentences[sentence].Count);
            Tell(LabelsOf(sentence));
            _session.EndMessage();
        }

        Assert.Equal((0, 0), (_session.Wrong, _session.Lost));
        Assert.Equal(Enumerable.Range(2, 3).Sum(sentence => LabelsOf(sentence).Length), _session.Labels);
    }

    [Fact]
    public void Another_label_is_wrong()
    {
        Tell([.. LabelsOf(2)[..3], "B-nothing"]);

        Assert.Equal((1, 0), (_session.Wrong, _session.Lost));
    }

    [Fact]
    public void A_label_that_comes_twice_is_wrong()
    {
        Tell(LabelsOf(2)[..3]);
        _session.Check(new SessionLabel { Word = 2, Label = LabelsOf(2)[2] });

        Assert.Equal((1, 0), (_session.Wrong, _session.Lost));
    }

    [Fact]
    public void Labels_that_do_not_come_are_wrong()
    {
        Send(Sentences[2].Count);
        Tell(LabelsOf(2)[..3]);
        _session.EndMessage();

        Assert.Equal((1, 0), (_session.Wrong, _session.Lost));
    }

    [Fact]
    public void A_session_that_begins_anew_within_a_sentence_is_lost_and_compared_from_the_next_one_on()
    {
        Send(Sentences[2].Count);
        Tell(LabelsOf(2)[..3]);
        Tell(LabelsOf(3)[..3]);
        _session.EndMessage();
        Send(Sentences[3].Count);
        Tell(LabelsOf(3));
        _session.EndMessage();

        Assert.Equal((0, 1), (_session.Wrong, _session.Lost));

        Tell([.. LabelsOf(4)[..2], "B-nothing"]);
        Assert.Equal((1, 1), (_session.Wrong, _session.Lost));
    }

    private static string[] LabelsOf(int sentence) => [.. Sentences.LabelsOf(0, sentence)];

    private void Send(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(3, _session.Next().Session);
        }
    }

    private void Tell(string[] labels)
    {
        for (var word = 0; word < labels.Length; word++)
        {
            _session.Check(new SessionLabel { Word = word, Label = labels[word] });
        }
    }
}
