using System.Globalization;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Running;

namespace FastElman.Benchmarks.Reporting;

/// <summary>What the figures were measured on and with.</summary>
internal static class Machine
{
    public static string Describe(string core)
    {
        List<string> lines =
        [
            $"{Processor()}, one thread, {core}",
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, kernels for {SimdInfo.Active}",
            $"BenchmarkDotNet {typeof(BenchmarkRunner).Assembly.GetName().Version?.ToString(3)}, {string.Join(", ", Field.Versions)}".TrimEnd(',', ' '),
            string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}; lengths of sentences in batches {SentenceLengths.Origin}, {SentenceLengths.Mean:F1} words on average"),
            .. Field.Absent,
        ];
        return string.Concat(lines.Select(line => $"- {line}\n"));
    }

    private static string Processor()
    {
        const string Model = "model name";
        if (File.Exists("/proc/cpuinfo")
            && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Model, StringComparison.Ordinal)) is { } line)
        {
            return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        return $"{RuntimeInformation.ProcessArchitecture}";
    }
}
