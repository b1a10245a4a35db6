using Microsoft.Extensions.Logging;

namespace FastElman.Extensions.Hosting.Telemetry;

/// <summary>What is logged. No message holds text of a user.</summary>
internal static partial class LogMessages
{
    /// <summary>The category of all messages.</summary>
    public const string Category = "FastElman";

    [LoggerMessage(
        1,
        LogLevel.Information,
        "Model {Model} is ready after {Milliseconds:F0} ms: {Path}, fingerprint {Fingerprint}, {Compiled}.")]
    public static partial void ModelLoaded(
        this ILogger logger, string model, double milliseconds, string path, string fingerprint, string compiled);

    [LoggerMessage(2, LogLevel.Information, "Model {Model} is unchanged: {Path} has fingerprint {Fingerprint}.")]
    public static partial void ModelUnchanged(this ILogger logger, string model, string path, string fingerprint);

    [LoggerMessage(
        3, LogLevel.Error, "Model {Model} could not be reloaded from {Path}; the model {Fingerprint} goes on serving.")]
    public static partial void ReloadFailed(
        this ILogger logger, Exception exception, string model, string path, string fingerprint);

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "The operating system cannot watch {Path} for model {Model}; the file is polled every {Interval}.")]
    public static partial void WatchFailed(
        this ILogger logger, Exception exception, string model, string path, TimeSpan interval);

    [LoggerMessage(5, LogLevel.Error, "A subscriber to reloads of model {Model} has failed.")]
    public static partial void SubscriberFailed(this ILogger logger, Exception exception, string model);

    [LoggerMessage(
        6, LogLevel.Error, "The shadow of model {Model} could not be loaded from {Path}: no text is compared.")]
    public static partial void ShadowNotLoaded(this ILogger logger, Exception exception, string model, string path);

    /// <remarks>Without the exception, whose message may hold a word of the text.</remarks>
    [LoggerMessage(
        7,
        LogLevel.Warning,
        "The shadow {Fingerprint} of model {Model} could not tag a text: {Error}. More of them are only counted.")]
    public static partial void ShadowFailed(this ILogger logger, string model, string fingerprint, string error);
}
