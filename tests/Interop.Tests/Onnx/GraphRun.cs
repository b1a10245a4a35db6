using FastElman.Interop.Onnx.Writing;
using Microsoft.ML.OnnxRuntime;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>Runs exported graphs in ONNX Runtime, as a user of it would.</summary>
internal sealed class GraphRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly ElmanShape _shape;

    public GraphRun(string path, ElmanShape shape)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(path, options);
        _shape = shape;
    }

    public InferenceSession Session => _session;

    public void Dispose() => _session.Dispose();

    /// <summary>Runs sentences in one call, or for <see cref="OnnxForm.Step"/> one call a word.</summary>
    /// <param name="form">The form of the graph.</param>
    /// <param name="sentences">Word indices.</param>
    /// <param name="length">Words of the sequence that is given, at least those of the longest sentence.</param>
    public (float[] Probabilities, int[] Labels)[] Run(OnnxForm form, int[][] sentences, int length) =>
        form == OnnxForm.Step ? RunSteps(sentences) : RunSentences(sentences, length);

    private (float[] Probabilities, int[] Labels)[] RunSentences(int[][] sentences, int length)
    {
        var (batch, count) = (sentences.Length, _shape.LabelCount);
        var hasLengths = _shape.Variant.Kind == NetworkKind.Bidirectional;

        // Where the graph knows the lengths, what stands behind a sentence must not matter.
        var words = new long[length * batch];
        Array.Fill(words, hasLengths ? 0 : -1);
        for (var i = 0; i < batch; i++)
        {
            for (var t = 0; t < sentences[i].Length; t++)
            {
                words[(t * batch) + i] = sentences[i][t];
            }
        }

        int[] lengths = [.. sentences.Select(sentence => sentence.Length)];
        using var wordValue = OrtValue.CreateTensorValueFromMemory(words, [length, batch]);
        using var lengthValue = OrtValue.CreateTensorValueFromMemory(lengths, [batch]);
        var inputs = new Dictionary<string, OrtValue> { [GraphNames.Words] = wordValue };
        if (hasLengths)
        {
            inputs.Add(GraphNames.Lengths, lengthValue);
        }

        using var options = new RunOptions();
        using var outputs = _session.Run(options, inputs, [GraphNames.Probabilities, GraphNames.Labels]);
        Assert.Equal([length, batch, count], outputs[0].GetTensorTypeAndShape().Shape);
        Assert.Equal([length, batch], outputs[1].GetTensorTypeAndShape().Shape);
        var probabilities = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        var labels = outputs[1].GetTensorDataAsSpan<long>().ToArray();
        return
        [
            .. sentences.Select((sentence, i) => (
                (float[])[.. Enumerable.Range(0, sentence.Length)
                    .SelectMany(t => probabilities.AsSpan(((t * batch) + i) * count, count).ToArray())],
                (int[])[.. Enumerable.Range(0, sentence.Length).Select(t => (int)labels[(t * batch) + i])])),
        ];
    }

    /// <summary>All sentences as streams that begin together; one that has ended is left out of the batch.</summary>
    private (float[] Probabilities, int[] Labels)[] RunSteps(int[][] sentences)
    {
        var states = sentences.Select(_ => Enumerable.Repeat(float.NaN, _shape.RecurrentSize).ToArray()).ToArray();
        var answers = sentences.Select(_ => (Probabilities: new List<float>(), Labels: new List<int>())).ToArray();
        for (var t = 0; t < sentences.Max(sentence => sentence.Length); t++)
        {
            int[] live = [.. Enumerable.Range(0, sentences.Length).Where(i => t < sentences[i].Length)];
            long[] windows = [.. live.SelectMany(i => Window(sentences[i], t))];
            float[] before = [.. live.SelectMany(i => states[i])];
            var isFirst = Enumerable.Repeat(t == 0, live.Length).ToArray();
            using var windowValue = OrtValue.CreateTensorValueFromMemory(windows, [live.Length, _shape.WindowSize]);
            using var firstValue = OrtValue.CreateTensorValueFromMemory(isFirst, [live.Length]);
            using var stateValue = OrtValue.CreateTensorValueFromMemory(before, [live.Length, _shape.RecurrentSize]);
            var inputs = new Dictionary<string, OrtValue>
            {
                [GraphNames.Windows] = windowValue,
                [GraphNames.IsFirst] = firstValue,
                [GraphNames.State] = stateValue,
            };
            using var options = new RunOptions();
            using var outputs = _session.Run(
                options, inputs, [GraphNames.Probabilities, GraphNames.Labels, GraphNames.NewState]);
            for (var row = 0; row < live.Length; row++)
            {
                var answer = answers[live[row]];
                answer.Probabilities.AddRange(outputs[0].GetTensorDataAsSpan<float>()
                    .Slice(row * _shape.LabelCount, _shape.LabelCount));
                answer.Labels.Add((int)outputs[1].GetTensorDataAsSpan<long>()[row]);
                outputs[2].GetTensorDataAsSpan<float>().Slice(row * _shape.RecurrentSize, _shape.RecurrentSize)
                    .CopyTo(states[live[row]]);
            }
        }

        return [.. answers.Select(answer => (answer.Probabilities.ToArray(), answer.Labels.ToArray()))];
    }

    private IEnumerable<long> Window(int[] sentence, int t) =>
        Enumerable.Range(t - _shape.WindowReach, _shape.WindowSize)
            .Select(place => (uint)place < (uint)sentence.Length ? sentence[place] : -1L);
}
