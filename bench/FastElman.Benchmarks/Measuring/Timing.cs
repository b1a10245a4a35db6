using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using FastElman.Training.Corpora;
using Perfolizer.Horology;

namespace FastElman.Benchmarks.Measuring;

/// <summary>Times all entries with BenchmarkDotNet and gives the median of each.</summary>
internal static class Timing
{
    public static IReadOnlyList<Figure> Measure(IEnumerable<Workload> workloads, bool quick, string artifacts)
    {
        WorkBenchmark.Entries = Entry.Of(workloads);
        Directory.CreateDirectory(artifacts);
        using var log = File.CreateText(Path.Combine(artifacts, "benchmarks.log"));
        var summary = BenchmarkRunner.Run<WorkBenchmark>(Configuration(quick, artifacts, log));
        return [.. summary.Reports.Select(ToFigure)];
    }

    private static ManualConfig Configuration(bool quick, string artifacts, StreamWriter log)
    {
        var job = Job.Default.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(10), logOutput: false));
        job = quick
            ? job.WithWarmupCount(1).WithIterationCount(3).WithIterationTime(TimeInterval.FromMilliseconds(40))
            : job.WithWarmupCount(4).WithIterationCount(15).WithIterationTime(TimeInterval.FromMilliseconds(100));

        return ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(new StreamLogger(log))
            .WithArtifactsPath(artifacts)
            .WithOptions(ConfigOptions.DisableLogFile);
    }

    private static Figure ToFigure(BenchmarkReport report)
    {
        var entry = (Entry)report.BenchmarkCase.Parameters.Items.Single().Value;
        var form = WorkBenchmark.Forms.GetValueOrDefault(entry, "");
        return new Figure(entry.Workload, entry.Engine, report.ResultStatistics?.Median, form);
    }
}
