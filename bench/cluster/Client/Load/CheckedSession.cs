using System.Collections;
using FastElman.Samples.TaggingService.Grpc;

namespace FastElman.Benchmarks.Cluster.Load;

/// <summary>
/// A session as its caller sees it: the next piece, and whether each label is the one of a run without any failure. All
/// its sentences have to be labelled by one version of the model.
/// </summary>
internal sealed class CheckedSession(Sentences sentences, int number, int firstSentence)
{
    private readonly BitArray _possible = new(sentences.VersionCount, defaultValue: true);

    /// <summary>The sentence whose pieces are sent, and the place of the next one.</summary>
    private int _sentence = firstSentence;
    private int _sent;

    /// <summary>The sentence whose labels are told, and the place of the next one.</summary>
    private int _toldSentence = firstSentence;
    private int _told;

    /// <summary>Labels that were not the expected ones, or did not come.</summary>
    public long Wrong { get; private set; }

    /// <summary>Labels that were told.</summary>
    public long Labels { get; private set; }

    /// <summary>The next piece.</summary>
    public SessionWord Next()
    {
        var pieces = sentences[_sentence];
        var word = new SessionWord { Session = number, Text = pieces[_sent++], End = _sent == pieces.Count };
        if (word.End)
        {
            (_sentence, _sent) = (_sentence + 1, 0);
        }

        return word;
    }

    /// <summary>Checks a label.</summary>
    public void Check(SessionLabel label)
    {
        Labels++;
        var isAny = false;
        for (var version = 0; version < _possible.Count; version++)
        {
            var expected = sentences.LabelsOf(version, _toldSentence);
            _possible[version] &=
                label.Word == _told && _told < expected.Count && expected[_told] == label.Label;
            isAny |= _possible[version];
        }

        if (!isAny)
        {
            Wrong++;
            _possible.SetAll(true);
        }

        if (++_told >= sentences.LabelsOf(0, _toldSentence).Count)
        {
            (_toldSentence, _told) = (_toldSentence + 1, 0);
        }
    }

    /// <summary>Checks that all labels have come of sentences whose last piece was answered.</summary>
    public void EndMessage()
    {
        if (_toldSentence < _sentence)
        {
            Wrong++;
            (_toldSentence, _told) = (_sentence, 0);
        }
    }
}
