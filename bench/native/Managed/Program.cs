using System.Diagnostics;
using System.Globalization;
using FastElman;

// Times of one call in C#, as call.c takes them in C.
//     FastElman.Benchmarks.Native save MODEL     writes the model that both label with
//     FastElman.Benchmarks.Native MODEL          prints quantiles of short blocks of calls, ns a call: 50 %, 10 %
const int Words = 12, Blocks = 1000, CallsInBlock = 100, WarmBlocks = 200;

if (args is ["save", var target])
{
    // The tutorial's network on ATIS.
    var shape = new ElmanShape(
        hiddenSize: 100, labelCount: 127, vocabularySize: 572, embeddingSize: 50, windowSize: 7);
    ElmanModel.Create(ElmanParameters.Initialize(shape, seed: 345)).Save(target);
    return;
}

var model = ElmanModel.Load(args[0]).Compile();
var tagger = new Tagger(model);
var words = Enumerable.Range(0, Words).Select(i => i * 37 % model.Shape.VocabularySize).ToArray();
var labels = new int[Words];
var times = new double[Blocks];
for (var block = -WarmBlocks; block < Blocks; block++)
{
    var begin = Stopwatch.GetTimestamp();
    for (var i = 0; i < CallsInBlock; i++)
    {
        tagger.Tag(words, labels);
    }

    if (block >= 0)
    {
        times[block] = Stopwatch.GetElapsedTime(begin).TotalNanoseconds / CallsInBlock;
    }
}

Array.Sort(times);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"{times[Blocks / 2]:F0} {times[Blocks / 10]:F0} {model.InstructionSet}"));
