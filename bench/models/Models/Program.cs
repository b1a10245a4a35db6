using FastElman;
using FastElman.Benchmarks.Models;
using FastElman.Training;

// corpus FOLDER                      writes the built-in corpus as a folder of three sets
// score CORPUS NAME SECONDS MODEL... prints a row of the table: one setting, trained with several seeds
// unknown CORPUS MODEL               prints what a word costs that the model does not know
switch (args)
{
    case ["corpus", var folder]:
        BuiltInCorpus.Write(folder);
        return 0;
    case ["score", var corpus, var name, var seconds, .. { Length: > 0 } models]:
        Console.WriteLine(ModelRow.Of(
            name, seconds, Corpus.Load(corpus), [.. models.Select(path => (ElmanModel.Load(path), path))]));
        return 0;
    case ["unknown", var corpus, var model]:
        foreach (var line in UnknownWordCost.Measure(ElmanModel.Load(model).Compile(), Corpus.Load(corpus)))
        {
            Console.WriteLine(line);
        }

        return 0;
    default:
        Console.Error.WriteLine("usage: corpus FOLDER | score CORPUS NAME SECONDS MODEL... | unknown CORPUS MODEL");
        return 2;
}
