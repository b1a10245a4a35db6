namespace FastElman.Training.Runs;

/// <summary>Pace of a run, since it was started or resumed, and when to tell of it.</summary>
internal sealed class RunClock(TimeProvider time)
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromSeconds(10);

    private readonly long _start = time.GetTimestamp();
    private long _lastReport = time.GetTimestamp();
    private long _lastCheckpoint = time.GetTimestamp();
    private long _scoringTicks;
    private long _words;
    private long _sentences;

    /// <summary>Whether it is time to tell.</summary>
    public bool IsReportDue => time.GetElapsedTime(_lastReport) >= BetweenReports;

    /// <summary>Whether it is time to write a checkpoint.</summary>
    public bool IsCheckpointDue => time.GetElapsedTime(_lastCheckpoint) >= BetweenCheckpoints;

    /// <summary>Words a second, without the time of scoring.</summary>
    public double WordsPerSecond => time.GetElapsedTime(_start).Ticks - _scoringTicks is > 0 and var ticks ? _words / TimeSpan.FromTicks(ticks).TotalSeconds : 0;

    public void CountSentence(int words)
    {
        _words += words;
        _sentences++;
    }

    public void CountReport() => _lastReport = time.GetTimestamp();

    public void CountCheckpoint() => _lastCheckpoint = time.GetTimestamp();

    /// <summary>Runs what is not training.</summary>
    public T Score<T>(Func<T> scoring)
    {
        var start = time.GetTimestamp();
        var result = scoring();
        _scoringTicks += time.GetElapsedTime(start).Ticks;
        return result;
    }

    /// <summary>How long so many more sentences take, scoring included; null where none was trained on yet.</summary>
    public TimeSpan? TimeFor(long sentences) => _sentences == 0 ? null : time.GetElapsedTime(_start) * ((double)sentences / _sentences);
}
