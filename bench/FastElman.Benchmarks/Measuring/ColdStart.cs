using System.Globalization;

namespace FastElman.Benchmarks.Measuring;

/// <summary>Times the small program that loads a model and tags, compiled in different ways; they take turns.</summary>
internal static class ColdStart
{
    private const int Runs = 21;

    /// <summary>Of these, those that also time steps: each is a median of many already.</summary>
    private const int StepRuns = 5;

    private const string Program = "FastElman.Benchmarks.ColdStart";

    /// <param name="Name">How it was compiled.</param>
    /// <param name="Answer">
    /// The median, in nanoseconds, from starting the process to its end, when it loads a model and tags a sentence.
    /// </param>
    /// <param name="Unverified">The same without the checksum of the file.</param>
    /// <param name="Hello">The median of the same program when it writes a line and ends.</param>
    /// <param name="Step">The median of its own measurements of a step of a live stream.</param>
    public sealed record Figure(string Name, double Answer, double Unverified, double Hello, double Step);

    /// <param name="folder">Holds a folder for each way of compiling, named after it.</param>
    public static IReadOnlyList<Figure> Measure(string folder)
    {
        var builds = Directory.Exists(folder)
            ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        var path = Path.Combine(Path.GetTempPath(), $"fastelman-cold-start-{Environment.ProcessId}.safetensors");
        ElmanModel.Create(SyntheticModel.Parameters(Suite.Atis(hidden: 100))).Save(path);
        try
        {
            var processes = builds.Select(build => Path.Combine(build, Program))
                .Where(File.Exists)
                .Select(program => new Samples(program))
                .ToList();
            for (var run = 0; run < Runs; run++)
            {
                processes.ForEach(each => each.Add(path, withStep: run < StepRuns));
            }

            return [.. processes.Select(each => each.Median())];
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>What one build has shown so far.</summary>
    private sealed class Samples(string program)
    {
        private readonly List<double> _answers = [];
        private readonly List<double> _unverified = [];
        private readonly List<double> _hello = [];
        private readonly List<double> _steps = [];

        public void Add(string model, bool withStep)
        {
            _hello.Add(Subprocess.Run(program).Nanoseconds);
            _answers.Add(Subprocess.Run(program, "tag", model).Nanoseconds);
            _unverified.Add(Subprocess.Run(program, "tag-unverified", model).Nanoseconds);
            if (withStep)
            {
                _steps.Add(double.Parse(Subprocess.Run(program, "step", model).Output, CultureInfo.InvariantCulture));
            }
        }

        public Figure Median() =>
            new(
                Path.GetFileName(Path.GetDirectoryName(program))!,
                MedianOf(_answers),
                MedianOf(_unverified),
                MedianOf(_hello),
                MedianOf(_steps));

        private static double MedianOf(List<double> values) => values.Order().ElementAt(values.Count / 2);
    }
}
