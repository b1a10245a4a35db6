using System.Globalization;
using FastElman;
using FastElman.Benchmarks.Scale;

// corpus WORDS FILE     writes requests for flights, a word a line
// model FILE            trains the model that tags them
// shares MODEL FILE     prints what the time of tagging a file goes into
switch (args)
{
    case ["corpus", var words, var file]:
        LargeCorpus.Write(long.Parse(words, CultureInfo.InvariantCulture), file);
        return 0;
    case ["model", var file]:
        LargeCorpus.TrainModel().Save(file);
        return 0;
    case ["shares", var model, var file]:
        TimeShares.Write(ElmanModel.Load(model), file, Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("usage: corpus WORDS FILE | model FILE | shares MODEL FILE");
        return 2;
}
