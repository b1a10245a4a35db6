using FastElman.Fixtures;

namespace FastElman.Tests.Tagging;

/// <summary>
/// Sentences that run through the streams of a group, all at different places; streams are opened and closed meanwhile.
/// </summary>
internal sealed class StreamGroupRun
{
    private readonly StreamGroup _group;
    private readonly int[][] _sentences;
    private readonly Random _random;
    private readonly List<int>[] _labels;
    private readonly List<float>[] _probabilities;

    /// <summary>The number of each stream, or −1 while it is closed.</summary>
    private readonly int[] _numbers;

    /// <summary>The sentence of each stream, or −1.</summary>
    private readonly int[] _current;

    /// <summary>How many of its words each stream was given.</summary>
    private readonly int[] _place;

    private readonly int[] _order;
    private int _next;
    private int _done;

    private StreamGroupRun(StreamGroup group, int[][] sentences, Random random)
    {
        _group = group;
        _sentences = sentences;
        _random = random;
        _labels = [.. sentences.Select(_ => new List<int>())];
        _probabilities = [.. sentences.Select(_ => new List<float>())];
        _numbers = [.. Enumerable.Repeat(-1, group.Capacity)];
        _current = [.. Enumerable.Repeat(-1, group.Capacity)];
        _place = new int[group.Capacity];
        _order = [.. Enumerable.Range(0, group.Capacity)];
    }

    /// <summary>
    /// Gives the sentences to the streams as these become free, and closes some of those. At every tick a part of the
    /// streams takes a word, in random order or in that of their places; sometimes all of them, some or none are
    /// prepared before. The answers are those of the tagger, bit for bit.
    /// </summary>
    public static void AssertLikeTagger(StreamGroup group, int[][] sentences, Random random)
    {
        new StreamGroupRun(group, sentences, random).AssertLikeTagger(withProbabilities: false);
        new StreamGroupRun(group, sentences, random).AssertLikeTagger(withProbabilities: true);
    }

    private void AssertLikeTagger(bool withProbabilities)
    {
        while (_done < _sentences.Length)
        {
            Prepare();
            Tick(ChooseStreams(withProbabilities), withProbabilities);
        }

        Assert.All(_numbers.Where(number => number >= 0), _group.Close);
        Assert.Equal(0, _group.OpenCount);

        var tagger = new Tagger(_group.Model);
        for (var i = 0; i < _sentences.Length; i++)
        {
            var labels = new int[_sentences[i].Length];
            var probabilities = new float[labels.Length * _group.Model.Shape.LabelCount];
            tagger.Tag(_sentences[i], labels, probabilities);
            Assert.Equal(labels, _labels[i]);
            if (withProbabilities)
            {
                Bits.AssertEqual(probabilities, [.. _probabilities[i]], $"{_group.Model.Shape}, sentence {i}");
            }
        }
    }

    private void Prepare()
    {
        switch (_random.Next(4))
        {
            case 0:
                _group.Prepare();
                break;
            case 1:
                _group.Prepare([.. _numbers.Where(number => number >= 0 && _random.Next(2) == 0)]);
                break;
        }
    }

    /// <summary>
    /// Completes the sentences that have no more words, begins others, and chooses the streams that take a word.
    /// </summary>
    private int[] ChooseStreams(bool withProbabilities)
    {
        var chosen = new List<int>();
        var all = _random.Next(3) == 0;
        var byPlace = _random.Next(3) == 0;
        _random.Shuffle(_order);

        foreach (var stream in _order)
        {
            if (_current[stream] < 0 && _next < _sentences.Length && _random.Next(3) > 0)
            {
                (_current[stream], _place[stream]) = (_next++, 0);
                _numbers[stream] = _numbers[stream] >= 0 ? _numbers[stream] : _group.Open();
            }

            if (_current[stream] >= 0 && _place[stream] == _sentences[_current[stream]].Length)
            {
                Complete(stream, withProbabilities);
            }
            else if (_current[stream] >= 0 && (all || _random.Next(5) > 0))
            {
                chosen.Add(stream);
            }
        }

        return byPlace ? [.. chosen.OrderBy(stream => _group.GetIndex(_numbers[stream]))] : [.. chosen];
    }

    private void Complete(int stream, bool withProbabilities)
    {
        var last = new int[_group.Delay];
        var rows = new float[withProbabilities ? _group.Delay * _group.Model.Shape.LabelCount : 0];
        var written = _group.Complete(_numbers[stream], last, rows);
        _labels[_current[stream]].AddRange(last.AsSpan(0, written));
        _probabilities[_current[stream]].AddRange(
            rows.AsSpan(0, withProbabilities ? written * _group.Model.Shape.LabelCount : 0));
        _current[stream] = -1;
        _done++;
        if (_random.Next(3) > 0)
        {
            _group.Close(_numbers[stream]);
            _numbers[stream] = -1;
        }
    }

    private void Tick(int[] streams, bool withProbabilities)
    {
        var labelCount = _group.Model.Shape.LabelCount;
        var labels = new int[streams.Length];
        var rows = new float[withProbabilities ? streams.Length * labelCount : 0];
        int[] words = [.. streams.Select(stream => _sentences[_current[stream]][_place[stream]])];
        _group.Tick([.. streams.Select(stream => _numbers[stream])], words, labels, rows);
        for (var i = 0; i < labels.Length; i++)
        {
            var stream = streams[i];
            Assert.Equal(_place[stream]++ >= _group.Delay, labels[i] >= 0);
            if (labels[i] >= 0)
            {
                _labels[_current[stream]].Add(labels[i]);
                _probabilities[_current[stream]].AddRange(
                    withProbabilities ? rows.AsSpan(i * labelCount, labelCount) : default);
            }
        }
    }
}
