using System.Globalization;
using FastElman.Soak;

const string Help = """
    Soak run [--threads N] [--seconds S] [--seed N]    16 threads, 600 seconds, seed 1
    Soak save FILE [MILLISECONDS]                      saves two models in turn until it is killed
    Soak save-one FILE NUMBER                          saves one of the two: 0 or 1
    Soak check FILE                                    whether a file is one of the two, whole: its number
    Soak fingerprints                                  those of the two
    """;

switch (args)
{
    case ["run", ..]:
        return new SoakRun().Run(
            Option("--threads", 16), TimeSpan.FromSeconds(Option("--seconds", 600)), Option("--seed", 1), Console.Out)
            ? 0
            : 1;
    case ["save", var path, ..]:
        SaveLoop.Run(path, TimeSpan.FromMilliseconds(args.Length > 2 ? Number(args[2]) : 0));
        return 0;
    case ["save-one", var path, var number]:
        SaveLoop.Save(path, Number(number));
        return 0;
    case ["check", var path]:
        Console.WriteLine(SaveLoop.Check(path));
        return 0;
    case ["fingerprints"]:
        foreach (var fingerprint in SaveLoop.Fingerprints())
        {
            Console.WriteLine(fingerprint);
        }

        return 0;
    default:
        Console.Error.WriteLine(Help);
        return 2;
}

int Option(string name, int otherwise) =>
    Array.IndexOf(args, name) is > 0 and var place && place + 1 < args.Length ? Number(args[place + 1]) : otherwise;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
