// Loads a model file and labels sentences: those of the command line, or two of its own.
//
//     dotnet run --project samples/HelloTagger
//     dotnet run --project samples/HelloTagger "flights from oslo to lisbon on friday"

using FastElman;

ElmanModel model = ElmanModel.Load(Path.Combine(AppContext.BaseDirectory, "flights.safetensors"));
Tagger tagger = new(model.Compile());

string[] sentences = args.Length > 0
    ? args
    : ["flights from cape town to lisbon arriving on monday", "flights from quito through hanoi to abu dhabi"];

foreach (string sentence in sentences)
{
    foreach (TaggedWord word in tagger.TagSentence(sentence))
    {
        Console.WriteLine($"{word.Word,-10} {word.Label}");
    }

    Console.WriteLine();
}
