namespace FastElman.Samples.SessionCluster.Telemetry;

/// <summary>What the cluster logs. Nothing has text of callers.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(
        LogLevel.Warning, "{Failed} of {All} sessions could not be saved; they are tried again with the next ones.")]
    public static partial void NotSaved(this ILogger logger, Exception exception, int failed, int all);

    [LoggerMessage(LogLevel.Information, "The state of a session that ended stays until it expires.")]
    public static partial void NotForgotten(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "Sessions begin on the model {Fingerprint} from now on.")]
    public static partial void VersionTaken(this ILogger logger, string fingerprint);

    [LoggerMessage(LogLevel.Error, "The model {Fingerprint} was loaded, but sessions do not begin on it.")]
    public static partial void VersionNotTaken(this ILogger logger, Exception exception, string fingerprint);

    [LoggerMessage(LogLevel.Error, "The model {Fingerprint} was loaded, but cannot serve sessions: {Problem}")]
    public static partial void VersionRefused(this ILogger logger, string fingerprint, string problem);

    [LoggerMessage(
        LogLevel.Warning, "The file of the model {Fingerprint} could not be kept in Redis; it is tried again soon.")]
    public static partial void FileNotKept(this ILogger logger, Exception exception, string fingerprint);

    [LoggerMessage(LogLevel.Error, "A session is read anew from Redis: some of its words could not be taken.")]
    public static partial void SessionSpoilt(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Critical, "The sessions of the model {Fingerprint} have stopped. The silo ends.")]
    public static partial void EngineStopped(this ILogger logger, Exception exception, string fingerprint);

    [LoggerMessage(LogLevel.Debug, "A call of a session failed and is made again: {Problem}")]
    public static partial void CallRepeated(this ILogger logger, string problem);

    [LoggerMessage(LogLevel.Warning, "A call ends: {Problem}")]
    public static partial void CallEnded(this ILogger logger, Exception exception, string problem);

    [LoggerMessage(LogLevel.Warning, "No silo can be reached: {Problem} Asking again.")]
    public static partial void NoSilo(this ILogger logger, string problem);
}
