using FastElman;
using FastElman.Benchmarks.Models;
using FastElman.Training;

// corpus FOLDER                      writes the built-in corpus as a folder of three sets
// score CORPUS NAME SECONDS MODEL... prints a row of the table: one setting, trained with several seeds
switch (args)
{
    case ["corpus", var folder]:
        BuiltInCorpus.Write(folder);
        return 0;
    case ["score", var corpus, var name, var seconds, .. { Length: > 0 } models]:
        Console.WriteLine(ModelRow.Of(
            name, seconds, Corpus.Load(corpus), [.. models.Select(path => (ElmanModel.Load(path), path))]));
        return 0;
    default:
        Console.Error.WriteLine("usage: corpus FOLDER | score CORPUS NAME SECONDS MODEL...");
        return 2;
}
