namespace FastElman.Training.Runs;

/// <summary>
/// Measures the pace of a run since it was started or resumed, and tells when reports and checkpoints are due.
/// </summary>
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

    /// <summary>Whether a report is due.</summary>
    public bool IsReportDue => time.GetElapsedTime(_lastReport) >= BetweenReports;

    /// <summary>Whether a checkpoint is due.</summary>
    public bool IsCheckpointDue => time.GetElapsedTime(_lastCheckpoint) >= BetweenCheckpoints;

    /// <summary>Words per second, the time of scoring left out.</summary>
    public double WordsPerSecond => time.GetElapsedTime(_start).Ticks - _scoringTicks is > 0 and var ticks
        ? _words / TimeSpan.FromTicks(ticks).TotalSeconds
        : 0;

    public void Count(UpdateResult update)
    {
        _words += update.Words;
        _sentences += update.Sentences;
    }

    public void CountReport() => _lastReport = time.GetTimestamp();

    public void CountCheckpoint() => _lastCheckpoint = time.GetTimestamp();

    /// <summary>Runs something that does not count as training.</summary>
    public T Score<T>(Func<T> scoring)
    {
        var start = time.GetTimestamp();
        var result = scoring();
        _scoringTicks += time.GetElapsedTime(start).Ticks;
        return result;
    }

    /// <summary>
    /// The time that a number of further sentences takes, scoring included; null before the first sentence.
    /// </summary>
    public TimeSpan? TimeFor(long sentences) =>
        _sentences == 0 ? null : time.GetElapsedTime(_start) * ((double)sentences / _sentences);
}
