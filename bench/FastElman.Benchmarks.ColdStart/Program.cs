using System.Diagnostics;
using System.Globalization;
using FastElman;
using FastElman.Benchmarks.Workloads;

switch (args)
{
    case []:
        Console.WriteLine("Hello, world");
        break;
    case ["tag", var path]:
        Tag(ElmanModel.Load(path));
        break;
    case ["tag-unverified", var path]:
        Tag(ElmanModel.Load(path, new ModelLoadOptions { VerifyChecksum = false }));
        break;
    case ["step", var path]:
        Console.WriteLine(NanosecondsPerStep(ElmanModel.Load(path)).ToString(CultureInfo.InvariantCulture));
        break;
}

return 0;

static void Tag(ElmanModel model)
{
    int[] words = [.. Enumerable.Range(0, 11)];
    var labels = new int[words.Length];
    new Tagger(model.Compile()).Tag(words, labels);
    Console.WriteLine(labels[0]);
}

// The median of many short runs, the first of which are not counted: by then all code has been compiled for good.
static double NanosecondsPerStep(ElmanModel model)
{
    const int Warm = 300, Counted = 300, Steps = 1024;
    var stream = new TaggingStream(model.Compile());
    var text = Texts.Draw(model.Shape.VocabularySize, 64 * Steps, seed: 0);
    var times = new double[Warm + Counted];
    for (var run = 0; run < times.Length; run++)
    {
        var words = text.AsSpan(run * Steps % text.Length, Steps);
        var start = Stopwatch.GetTimestamp();
        foreach (var word in words)
        {
            stream.Push(word, out _);
        }

        times[run] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / Steps;
    }

    var counted = times.AsSpan(Warm);
    counted.Sort();
    return counted[Counted / 2];
}
