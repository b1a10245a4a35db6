namespace FastElman.Fixtures;

/// <summary>What a form of running gives for all sentences, one after another.</summary>
/// <param name="Labels">[words].</param>
/// <param name="Probabilities">[words, labels]; empty where none were asked for.</param>
public sealed record RunningResult(int[] Labels, float[] Probabilities);

/// <summary>Every form of running, each as a function from sentences to a result.</summary>
public static class RunningForms
{
    /// <summary>More than a tile of them, and fewer than the sentences.</summary>
    private const int StreamCount = 35;

    /// <summary>The forms that a model allows, by name.</summary>
    public static IEnumerable<(string Name, bool HasProbabilities, Func<int[][], RunningResult> Run)> Of(
        CompiledModel model)
    {
        var labels = model.Shape.LabelCount;
        foreach (var isAsked in (bool[])[true, false])
        {
            var suffix = isAsked ? "with probabilities" : "without probabilities";
            yield return ($"tagger, {suffix}", isAsked, words => Tag(TaggerOf(model), words, labels, isAsked));
            foreach (var threads in (int[])[1, 2])
            {
                var name = $"batch, {threads} threads, {suffix}";
                yield return (name, isAsked, words => Tag(BatchOf(model, threads), words, labels, isAsked));
            }

            foreach (var isPrepared in model.CanStream ? (bool[])[false, true] : [])
            {
                var (stream, group) = isPrepared ? ("prepared stream", "prepared group") : ("stream", "group");
                yield return ($"{stream}, {suffix}", isAsked, Streamed);
                yield return ($"{group}, {suffix}", isAsked, Grouped);

                RunningResult Streamed(int[][] words) => Tag(StreamOf(model), words, labels, isAsked, isPrepared);
                RunningResult Grouped(int[][] words) => Tag(GroupOf(model), words, labels, isAsked, isPrepared);
            }
        }
    }

    private static Tagger TaggerOf(CompiledModel model) => new(model);

    private static BatchTagger BatchOf(CompiledModel model, int threads) => new(model, threads);

    private static TaggingStream StreamOf(CompiledModel model) => new(model);

    private static StreamGroup GroupOf(CompiledModel model) => OpenStreams.Of(model, StreamCount);

    private static RunningResult Tag(Tagger tagger, int[][] sentences, int labelCount, bool isAsked)
    {
        var answers = new Answers(sentences, labelCount, isAsked);
        for (var i = 0; i < sentences.Length; i++)
        {
            var (labels, rows) = answers.Of(i, 0, sentences[i].Length);
            if (isAsked)
            {
                tagger.Tag(sentences[i], labels, rows);
            }
            else
            {
                tagger.Tag(sentences[i], labels);
            }
        }

        return answers.Result;
    }

    private static RunningResult Tag(BatchTagger tagger, int[][] sentences, int labelCount, bool isAsked)
    {
        var answers = new Answers(sentences, labelCount, isAsked);
        int[] words = [.. sentences.SelectMany(each => each)];
        int[] lengths = [.. sentences.Select(each => each.Length)];
        if (isAsked)
        {
            tagger.Tag(words, lengths, answers.Result.Labels, answers.Result.Probabilities);
        }
        else
        {
            tagger.Tag(words, lengths, answers.Result.Labels);
        }

        return answers.Result;
    }

    private static RunningResult Tag(
        TaggingStream stream, int[][] sentences, int labelCount, bool isAsked, bool isPrepared)
    {
        var answers = new Answers(sentences, labelCount, isAsked);
        for (var i = 0; i < sentences.Length; i++)
        {
            var done = 0;
            foreach (var word in sentences[i])
            {
                if (isPrepared)
                {
                    stream.Prepare();
                }

                var row = isAsked ? new float[labelCount] : [];
                if (stream.Push(word, out var label, row))
                {
                    answers.Set(i, done++, label, row);
                }
            }

            var (labels, rows) = answers.Of(i, done, sentences[i].Length - done);
            Assert.Equal(labels.Length, stream.Complete(labels, rows));
        }

        return answers.Result;
    }

    /// <summary>At every tick each stream in five pauses, so that they come to be at different places.</summary>
    private static RunningResult Tag(
        StreamGroup group, int[][] sentences, int labelCount, bool isAsked, bool isPrepared)
    {
        var answers = new Answers(sentences, labelCount, isAsked);
        var current = new int[group.Capacity];
        var (pushed, done) = (new int[group.Capacity], new int[group.Capacity]);
        var next = 0;
        for (var stream = 0; stream < current.Length; stream++)
        {
            current[stream] = next++;
        }

        for (var tick = 0; current.Any(sentence => sentence < sentences.Length); tick++)
        {
            int[] streams =
            [
                .. Enumerable.Range(0, current.Length).Where(stream => (stream + tick) % 5 != 0
                    && current[stream] < sentences.Length && pushed[stream] < sentences[current[stream]].Length),
            ];
            Prepare(tick, streams);
            var labels = new int[streams.Length];
            var rows = new float[isAsked ? streams.Length * labelCount : 0];
            int[] words = [.. streams.Select(stream => sentences[current[stream]][pushed[stream]])];
            group.Tick(streams, words, labels, rows);
            for (var i = 0; i < streams.Length; i++)
            {
                pushed[streams[i]]++;
                if (labels[i] >= 0)
                {
                    var row = rows.AsSpan(isAsked ? i * labelCount : 0, isAsked ? labelCount : 0);
                    answers.Set(current[streams[i]], done[streams[i]]++, labels[i], row);
                }
            }

            Complete();
        }

        return answers.Result;

        void Prepare(int tick, int[] streams)
        {
            if (isPrepared && tick % 2 == 0)
            {
                group.Prepare();
            }
            else if (isPrepared)
            {
                group.Prepare(streams.AsSpan(streams.Length / 2));
            }
        }

        void Complete()
        {
            for (var stream = 0; stream < current.Length; stream++)
            {
                var sentence = current[stream];
                if (sentence < sentences.Length && pushed[stream] == sentences[sentence].Length)
                {
                    var (labels, rows) = answers.Of(sentence, done[stream], sentences[sentence].Length - done[stream]);
                    Assert.Equal(labels.Length, group.Complete(stream, labels, rows));
                    (current[stream], pushed[stream], done[stream]) = (next++, 0, 0);
                }
            }
        }
    }

    /// <summary>Room for all answers, filled with what no answer is, so that a missing one is seen.</summary>
    private sealed class Answers
    {
        private readonly int[] _starts;
        private readonly int _labelCount;

        public Answers(int[][] sentences, int labelCount, bool isAsked)
        {
            var words = sentences.Sum(each => each.Length);
            _labelCount = isAsked ? labelCount : 0;
            _starts = [.. sentences.Select((_, i) => sentences[..i].Sum(each => each.Length))];
            Result = new RunningResult(new int[words], new float[words * _labelCount]);
            Result.Labels.AsSpan().Fill(-1);
            Result.Probabilities.AsSpan().Fill(-1);
        }

        public RunningResult Result { get; }

        public Part Of(int sentence, int place, int count)
        {
            var start = _starts[sentence] + place;
            var rows = Result.Probabilities.AsSpan(start * _labelCount, count * _labelCount);
            return new Part(Result.Labels.AsSpan(start, count), rows);
        }

        public void Set(int sentence, int place, int label, ReadOnlySpan<float> row)
        {
            var (labels, rows) = Of(sentence, place, 1);
            labels[0] = label;
            row.CopyTo(rows);
        }
    }

    private readonly ref struct Part(Span<int> labels, Span<float> rows)
    {
        public Span<int> Labels { get; } = labels;

        public Span<float> Rows { get; } = rows;

        public void Deconstruct(out Span<int> labels, out Span<float> rows)
        {
            labels = Labels;
            rows = Rows;
        }
    }
}
