namespace FastElman.Files;

/// <summary>What the system says about a file that cannot be used.</summary>
internal static class SystemMessage
{
    /// <summary>The reason alone: the path in the message may be one that a user has never seen.</summary>
    public static string Of(Exception exception)
    {
        if (exception is DirectoryNotFoundException or FileNotFoundException)
        {
            return "the system makes none there";
        }

        var message = (exception as UnauthorizedAccessException)?.InnerException?.Message ?? exception.Message;
        var path = message.IndexOf(" : '", StringComparison.Ordinal);
        return path < 0 ? message : message[..path];
    }
}
