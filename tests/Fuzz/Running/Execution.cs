using System.Diagnostics;
using FastElman.Fuzz.Targets;

namespace FastElman.Fuzz.Running;

/// <summary>What one input did.</summary>
/// <param name="Kind">A number for the kind of input it was: the place of the refusal, or what was read.</param>
/// <param name="Fault">What was wrong; null if nothing was.</param>
internal readonly record struct Execution(int Kind, string? Fault)
{
    /// <summary>Frames of a refusal that tell it from others.</summary>
    private const int Frames = 6;

    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(5);

    /// <summary>Gives an input to a target, on this thread.</summary>
    public static Execution Of(FuzzTarget target, byte[] input)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        var (kind, fault) = Run(target, input);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var allowed = target.AllowedBytes + ((long)target.AllowedBytesPerByte * input.Length);
        var time = Stopwatch.GetElapsedTime(start);
        var resources = allocated > allowed ? $"it allocated {allocated} bytes, more than the allowed {allowed}"
            : time > LongestTime ? $"it took {time.TotalSeconds:F1} s"
            : null;
        return resources is null ? new Execution(kind, fault) : new Execution(~kind, fault ?? resources);
    }

    private static (int Kind, string? Fault) Run(FuzzTarget target, byte[] input)
    {
        try
        {
            return (target.Run(input), null);
        }
        catch (Exception exception) when (target.IsRefusal(exception))
        {
            var problem = RefusalMessage.Problem(exception);
            return (HashCode.Combine(KindOf(exception), problem), problem is null ? null : $"{problem}: {exception}");
        }
        catch (Exception exception)
        {
            return (KindOf(exception), exception.ToString());
        }
    }

    /// <summary>The places in the code that a refusal came through.</summary>
    private static int KindOf(Exception exception)
    {
        var kind = new HashCode();
        kind.Add(exception.GetType());
        kind.Add(exception.InnerException is { } inner ? KindOf(inner) : 0);
        if (exception is BrokenPromiseException)
        {
            kind.Add(exception.Message);
        }

        foreach (var frame in new StackTrace(exception, fNeedFileInfo: false).GetFrames().Take(Frames))
        {
            kind.Add(frame.GetMethod());
            kind.Add(frame.GetILOffset());
        }

        return kind.ToHashCode();
    }
}
