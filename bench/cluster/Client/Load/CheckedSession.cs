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

    /// <summary>Whether the session began anew within the sentence: nothing is expected of its labels.</summary>
    private bool _isAnew;

    /// <summary>Labels that were not the expected ones, or did not come.</summary>
    public long Wrong { get; private set; }

    /// <summary>Labels that were told.</summary>
    public long Labels { get; private set; }

    /// <summary>How often the words of a sentence were counted from 0 again within it: its state was gone.</summary>
    public long Lost { get; private set; }

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
        if (_isAnew && label.Word == 0)
        {
            EndSentence();
        }
        else if (_told > 0 && label.Word == 0)
        {
            Lost++;
            _isAnew = true;
        }

        if (!_isAnew)
        {
            Compare(label);
        }
    }

    /// <summary>Checks that all labels have come of sentences whose last piece was answered.</summary>
    public void EndMessage()
    {
        if (_toldSentence < _sentence)
        {
            Wrong += _isAnew ? 0 : 1;
            (_toldSentence, _told, _isAnew) = (_sentence, 0, false);
        }
    }

    private void Compare(SessionLabel label)
    {
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
            EndSentence();
        }
    }

    private void EndSentence() => (_toldSentence, _told, _isAnew) = (_toldSentence + 1, 0, false);
}
