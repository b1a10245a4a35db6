using System.Globalization;
using FastElman.Cli.Tagging;
using FastElman.Cli.Terminal;
using FastElman.Training.Corpora;

namespace FastElman.Benchmarks.Scale;

/// <summary>
/// What the time of <c>tag</c> goes into, as time of the processor, which other processes hardly change. Each row does
/// what the row before does and one step more, so the differences are the steps.
/// </summary>
internal static class TimeShares
{
    private const int Rounds = 3;

    public static void Write(ElmanModel model, string file, TextWriter output)
    {
        (string Name, Action Run)[] steps =
        [
            ("read the bytes", () => ReadBytes(file)),
            ("and decode the lines", () => ReadLines(file)),
            ("and look up the words", () => Run(model, file, tags: false, writes: false)),
            ("and tag", () => Run(model, file, tags: true, writes: false)),
            ("and write the labels", () => Run(model, file, tags: true, writes: true)),
        ];
        var times = steps.Select(_ => double.MaxValue).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < steps.Length; i++)
            {
                var start = Environment.CpuUsage.TotalTime;
                steps[i].Run();
                times[i] = Math.Min(times[i], (Environment.CpuUsage.TotalTime - start).TotalSeconds);
            }
        }

        output.WriteLine("| what a run does | seconds of the processor | share of the step |");
        output.WriteLine("|---|---|---|");
        for (var i = 0; i < steps.Length; i++)
        {
            var share = (times[i] - (i > 0 ? times[i - 1] : 0)) / times[^1];
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {steps[i].Name} | {times[i]:F2} | {share:P0} |"));
        }
    }

    private static void ReadBytes(string file)
    {
        using var stream = InputFile.Open(file);
        var buffer = new byte[1 << 16];
        while (stream.Read(buffer) > 0)
        {
        }
    }

    private static void ReadLines(string file)
    {
        foreach (var _ in TextLines.ReadFile(file))
        {
        }
    }

    private static void Run(ElmanModel model, string file, bool tags, bool writes)
    {
        var streams = new StandardStreams(Stream.Null, Stream.Null, Stream.Null);
        var format = new WordFormat(model, "model", isPlainText: false, streams, isForFile: true);
        var tagger = new Tagger(model.Compile());
        var words = new WordBuffer(tagger.Model);
        foreach (var sentence in format.Read(TextLines.ReadFile(file), file, TextPlace.Beginning))
        {
            var labels = new int[sentence.Length];
            if (tags)
            {
                words.Clear();
                foreach (var word in sentence.Words)
                {
                    words.Add(word);
                }

                tagger.Tag(words, labels);
            }

            if (writes)
            {
                format.Write(streams.RawOutput, sentence, labels);
            }
        }

        streams.Flush();
    }
}
