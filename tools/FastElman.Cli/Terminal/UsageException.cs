namespace FastElman.Cli.Terminal;

/// <summary>The arguments contradict each other or name something that cannot be meant: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>What an option of the library says of its value, without the name of the library's parameter.</summary>
    public static UsageException Of(ArgumentException exception)
    {
        var parameter = exception.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        return new UsageException(parameter < 0 ? exception.Message : exception.Message[..parameter]);
    }
}
