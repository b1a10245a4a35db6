// Loads a model file and finds slots in sentences: those of the command line, or two of its own.
//
//     dotnet run --project samples/HelloTagger
//     dotnet run --project samples/HelloTagger "Flights from Oslo to Lisbon, on Friday?"

using FastElman;

ElmanModel model = ElmanModel.Load(Path.Combine(AppContext.BaseDirectory, "flights.safetensors"));
Tagger tagger = new(model.Compile());

string[] sentences = args.Length > 0
    ? args
    : ["Flights from Cape Town to Lisbon, arriving on Monday.", "flights from quito through hanoi to abu dhabi"];

foreach (string sentence in sentences)
{
    Console.WriteLine(sentence);
    foreach (Slot slot in tagger.FindSlots(sentence))
    {
        // Start and End are places in the sentence as it was given: sentence[slot.Start..slot.End] is slot.Text.
        Console.WriteLine($"  {slot.Name,-14} {slot.Text,-10} {slot.Start,2} to {slot.End,2}  {slot.Confidence:P0}");
    }

    Console.WriteLine();
}

// The label of every token, for those who want it:
Console.WriteLine(string.Join(' ', tagger.TagSentence(sentences[0]).Select(word => $"{word.Word}/{word.Label}")));
