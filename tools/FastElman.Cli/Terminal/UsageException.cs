namespace FastElman.Cli.Terminal;

/// <summary>The arguments contradict each other or name something that cannot be meant: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
