// Trains a model on sentences of one's own, writes it to a file, loads it again and uses it.
//
//     dotnet run -c Release --project samples/TrainYourOwn [MODEL.safetensors]

using FastElman;
using FastElman.Training;

string file = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "home.safetensors");

// Your sentences come from a file or a database; these are put together from a few phrases. Every word is followed by
// its label, in the IOB2 scheme: B- begins a slot, I- continues it, O is outside.
string[] rooms =
    ["kitchen/B-room", "hall/B-room", "bath/B-room", "living/B-room room/I-room", "guest/B-room room/I-room"];
string[] devices = ["lamp/B-device", "heating/B-device", "ceiling/B-device fan/I-device", "radio/B-device"];
string[] commands =
[
    "turn/O on/B-action the/O {0} {1}",
    "turn/O the/O {0} {1} off/B-action",
    "please/O switch/O off/B-action the/O {1} in/O the/O {0}",
    "set/O the/O {1} in/O the/O {0} to/O forty/B-value percent/I-value",
    "set/O the/O {0} {1} to/O half/B-value",
];

CorpusSentence[] sentences =
[
    .. from command in commands
       from room in rooms
       from device in devices
       select Parse(string.Format(null, command, room, device)),
];

// Every fifth sentence chooses the best epoch, the next one measures it; the rest is learned from.
Corpus corpus = new(
    train: [.. sentences.Where((_, index) => index % 5 > 1)],
    validation: [.. sentences.Where((_, index) => index % 5 == 0)],
    test: [.. sentences.Where((_, index) => index % 5 == 1)]);

TrainingRun run = new(corpus, new TrainingOptions { HiddenSize = 20, EmbeddingSize = 10, WindowSize = 5, Epochs = 20 });
TrainingResult result = run.Run();
Console.WriteLine($"F1 on the test set: {result.BestEpoch?.TestF1:F1} %");

result.Model.Save(file);
Console.WriteLine($"wrote {Path.GetFileName(file)}");

Tagger tagger = new(ElmanModel.Load(file).Compile());
foreach (TaggedWord word in tagger.TagSentence("please turn the guest room ceiling fan off"))
{
    Console.WriteLine($"{word.Word,-10} {word.Label}");
}

static CorpusSentence Parse(string text)
{
    string[][] pairs = [.. text.Split(' ').Select(pair => pair.Split('/'))];
    return new CorpusSentence(pairs.Select(pair => pair[0]), pairs.Select(pair => pair[1]));
}
