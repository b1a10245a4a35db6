using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FastElman.Tests.Tagging;

/// <summary>Another thread that writes into memory while calls read it: each value for a moment only.</summary>
internal static class RacingWriter
{
    /// <summary>Makes a call again and again while the other thread writes.</summary>
    /// <param name="bytes">What it writes into.</param>
    /// <param name="duration">
    /// How long: longer only where none has come to its end, since other processes have the cores.
    /// </param>
    /// <param name="call">The call, which may refuse its arguments.</param>
    /// <returns>How many calls came to their end.</returns>
    public static int Race(byte[] bytes, TimeSpan duration, Action call)
    {
        using var over = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        var writer = new Thread(() => Write(bytes, over.Token)) { IsBackground = true };
        writer.Start();
        var count = 0;
        try
        {
            while (clock.Elapsed < duration || (count == 0 && clock.Elapsed < 20 * duration))
            {
                try
                {
                    call();
                    count++;
                }
                catch (ArgumentException)
                {
                    // Seen in time; one that is out of range is such an exception too.
                }
            }
        }
        finally
        {
            over.Cancel();
            writer.Join();
        }

        return count;
    }

    private static void Write(byte[] bytes, CancellationToken over)
    {
        var before = MemoryMarshal.Cast<byte, int>(bytes.ToArray());
        var values = MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
        var random = new Random(1);
        int[] usual = [-1, 0, 1, 5, 20, 33, 1 << 30, int.MinValue, int.MaxValue, 0x00310031];
        while (!over.IsCancellationRequested)
        {
            var place = random.Next(values.Length);
            values[place] = random.Next(4) == 0 ? random.Next() : usual[random.Next(usual.Length)];
            Thread.SpinWait(20);
            values[place] = before[place];
            Thread.SpinWait(random.Next(200));
        }
    }
}
