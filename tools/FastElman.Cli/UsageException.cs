namespace FastElman.Cli;

/// <summary>The command was called in a way that cannot be meant: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
