using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace FastElman.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// ONNX Runtime. A graph can be written in several ways, and which is fastest depends on the work: each is tried when a
/// work is set up, and the fastest does it.
/// </summary>
/// <param name="answer">What the graphs end with: probabilities, or else the index of the largest logit.</param>
/// <param name="forms">Those to choose from; null for all.</param>
internal sealed class OnnxEngine(Answer answer = Answer.Label, OnnxForm[]? forms = null) : Engine
{
    /// <summary>
    /// Scan is not among them: it would run the nodes of the unrolled graph, and a frame around them each time.
    /// </summary>
    private static readonly OnnxForm[] All =
        [OnnxForm.Recurrent, OnnxForm.Projected, OnnxForm.Unrolled, OnnxForm.Unrolled | OnnxForm.Projected];

    private static readonly TimeSpan Trial = TimeSpan.FromMilliseconds(4);

    public override string Name => "ONNX Runtime";

    public static IEnumerable<Engine> Enter()
    {
        Participants.Versions.Add($"ONNX Runtime {OrtEnv.Instance().GetVersionString()}");
        return [new OnnxEngine()];
    }

    public override Engine Giving(Answer answer) => new OnnxEngine(answer, forms);

    public override IEnumerable<Engine> Ways(ElmanShape shape) =>
        Allowed(shape).Select(form => new OnnxEngine(answer, [form]));

    public override Work Sentence(ElmanParameters parameters, int[] words) => Batch(parameters, [words]);

    public override Work Batch(ElmanParameters parameters, int[][] sentences) =>
        Fastest(Allowed(parameters.Shape), form => Sentences(parameters, sentences, form));

    /// <summary>One form for all lengths: the fastest for a sentence of middle length.</summary>
    public override Work OneByOne(ElmanParameters parameters, int[][] sentences) =>
        forms is [_]
            ? base.OneByOne(parameters, sentences)
            : InOneForm(parameters, Middle(sentences, 1), engine => engine.OneByOne(parameters, sentences));

    /// <summary>One form for all batches: the fastest for that in the middle.</summary>
    public override Work AllAtOnce(ElmanParameters parameters, int[][] sentences) =>
        forms is [_]
            ? base.AllAtOnce(parameters, sentences)
            : InOneForm(
                parameters, Middle(sentences, PaddedBatchSize), engine => engine.AllAtOnce(parameters, sentences));

    public override Work Streams(ElmanParameters parameters, int[][] texts) =>
        Fastest(
            [.. Allowed(parameters.Shape).Where(form => !form.HasFlag(OnnxForm.Unrolled))],
            form => new OnnxStreamsWork(parameters, texts, form, answer == Answer.Probabilities));

    public override Work Load(string path) => Fastest(All, form => new OnnxLoadWork(path, form));

    public override float[] Probabilities(ElmanParameters parameters, int[] words) =>
        OnnxSentencesWork.Probabilities(parameters, words, Allowed(parameters.Shape)[0]);

    public override float[] StreamProbabilities(ElmanParameters parameters, int[] words) =>
        OnnxStreamsWork.Probabilities(parameters, words, Allowed(parameters.Shape)[0]);

    private OnnxSentencesWork Sentences(ElmanParameters parameters, int[][] sentences, OnnxForm form) =>
        new(parameters, sentences, form, answer == Answer.Probabilities);

    /// <summary>Without those that need a table of more memory than ours may have by default.</summary>
    private OnnxForm[] Allowed(ElmanShape shape) =>
        ProjectedTable.Bytes(shape) <= CompileOptions.DefaultProjectionBudget
            ? forms ?? All
            : [.. (forms ?? All).Where(form => !form.HasFlag(OnnxForm.Projected))];

    /// <summary>So many sentences of middle length.</summary>
    private static int[][] Middle(int[][] sentences, int count) =>
        [.. sentences.OrderBy(words => words.Length).Skip((sentences.Length - count) / 2).Take(count)];

    private Formed InOneForm(ElmanParameters parameters, int[][] sample, Func<Engine, Work> start)
    {
        using var tried = (Formed)Batch(parameters, sample);
        return new Formed(start(new OnnxEngine(answer, [tried.Of])), tried.Of);
    }

    private static Formed Fastest(OnnxForm[] forms, Func<OnnxForm, Work> start)
    {
        if (forms is [var only])
        {
            return new Formed(start(only), only);
        }

        // Set up anew: a stream that was tried is no longer at its beginning.
        var fastest = forms.MinBy(form => Time(start(form)));
        return new Formed(start(fastest), fastest);
    }

    /// <summary>The least time of a run, of those that fit into a trial, and two at least.</summary>
    private static TimeSpan Time(Work tried)
    {
        using var work = tried;
        var least = TimeSpan.MaxValue;
        work.Run();
        var begin = Stopwatch.GetTimestamp();
        do
        {
            var start = Stopwatch.GetTimestamp();
            work.Run();
            var time = Stopwatch.GetElapsedTime(start);
            least = time < least ? time : least;
        }
        while (Stopwatch.GetElapsedTime(begin) < Trial);
        return least;
    }

    /// <summary>The work of a form, which it tells.</summary>
    private sealed class Formed(Work work, OnnxForm form) : Work
    {
        public OnnxForm Of => form;

        public override string Form => form switch
        {
            OnnxForm.Recurrent => "r",
            OnnxForm.Projected => "rp",
            OnnxForm.Unrolled => "u",
            _ => "up",
        };

        public override ReadOnlySpan<int> Labels => work.Labels;

        public override void Run() => work.Run();

        public override void Dispose() => work.Dispose();
    }
}
