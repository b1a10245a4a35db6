// Labels words while they arrive, as from a speech recogniser. The network looks two words ahead (its window is five
// words wide), so each label follows two words after its word.
//
//     dotnet run --project samples/LiveStream

using FastElman;

CompiledModel model = ElmanModel.Load(Path.Combine(AppContext.BaseDirectory, "flights.safetensors")).Compile();
LabelSet labels = model.Labels!;

model.Warmup();                             // compiles the code now, not while the first word waits
TaggingStream stream = new(model);
Queue<string> unanswered = new();

foreach (string word in "flights from cape town to lisbon arriving on monday".Split(' '))
{
    Console.WriteLine($"heard {word}");
    unanswered.Enqueue(word);

    // True once a label is ready: that of the word heard stream.Delay words ago.
    if (stream.Push(stream.GetWordIndex(word), out int label))
    {
        Console.WriteLine($"      {unanswered.Dequeue()} is {labels[label]}");
    }

    // The answer is out. What follows is computed while the speaker says the next word.
    stream.Prepare();
    Thread.Sleep(Console.IsOutputRedirected ? 0 : 400);
}

// The speaker is done: the last words get their labels, and the stream is ready for the next sentence.
int[] rest = new int[stream.Delay];
int count = stream.Complete(rest);
Console.WriteLine("end");
foreach (int label in rest.AsSpan(0, count))
{
    Console.WriteLine($"      {unanswered.Dequeue()} is {labels[label]}");
}
