using System.Globalization;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Running;

namespace FastElman.Benchmarks.Reporting;

/// <summary>What the figures were measured on and with.</summary>
internal static class Machine
{
    private static string BenchmarkDotNet =>
        $"BenchmarkDotNet {typeof(BenchmarkRunner).Assembly.GetName().Version?.ToString(3)}";

    public static string Describe(string core)
    {
        List<string> lines =
        [
            $"{Processor()}, one thread, {core}",
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, "
                + $"kernels for {SimdInfo.Active}",
            .. Participants.Versions.Prepend(BenchmarkDotNet).Chunk(3).Select(three => string.Join(", ", three)),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{DateTime.UtcNow:yyyy-MM-dd}; lengths of sentences in batches {SentenceLengths.Origin}, ")
                + string.Create(CultureInfo.InvariantCulture, $"{SentenceLengths.Mean:F1} words on average"),
            .. Participants.Absent,
        ];
        return string.Concat(lines.Select(line => $"- {line}\n"));
    }

    private static string Processor()
    {
        const string Model = "model name";
        if (File.Exists("/proc/cpuinfo")
            && File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith(Model, StringComparison.Ordinal)) is { } line)
        {
            return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        return $"{RuntimeInformation.ProcessArchitecture}";
    }
}
