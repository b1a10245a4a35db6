using System.Diagnostics;
using System.Globalization;

namespace FastElman.Benchmarks.Service.Load;

/// <summary>Requests of wrk: so many connections, each with one request at a time.</summary>
/// <param name="address">Where to.</param>
/// <param name="bodies">A file of JSON bodies, one a line.</param>
/// <param name="connections">Connections.</param>
internal sealed class WrkLoad(Uri address, string bodies, int connections) : ILoad
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Load", "post.lua");

    public async Task<LoadResult> RunAsync(TimeSpan duration)
    {
        var seconds = ((int)Math.Max(1, Math.Round(duration.TotalSeconds))).ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("wrk", [
            "-t1", $"-c{connections}", $"-d{seconds}s", "-s", Script, address.ToString(), "--", bodies])
        {
            RedirectStandardOutput = true,
        };
        using var wrk = Process.Start(start)!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var result = output.Split('\n').FirstOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"wrk has failed:\n{output}");
        var numbers = result.Split(' ')[1..]
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new LoadResult(
            (long)numbers[0],
            (long)numbers[3],
            TimeSpan.FromMicroseconds(numbers[1]),
            numbers[4],
            numbers[5],
            numbers[6]);
    }
}
