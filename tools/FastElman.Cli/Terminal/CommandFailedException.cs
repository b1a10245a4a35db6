namespace FastElman.Cli.Terminal;

/// <summary>
/// The command cannot do what it was asked to do, although its arguments and its files are sound: exit code 1.
/// </summary>
internal sealed class CommandFailedException(string message, Exception? innerException = null)
    : Exception(message, innerException);
