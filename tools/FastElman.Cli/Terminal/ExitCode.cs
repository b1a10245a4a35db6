namespace FastElman.Cli.Terminal;

/// <summary>The exit codes of the command. <c>score</c> has those of conlleval.pl instead.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    public const int Failure = 1;

    public const int Usage = 2;

    /// <summary>
    /// Standard output was closed by its reader: what a shell shows for a program that SIGPIPE (13) ended, 128 + 13.
    /// </summary>
    public const int OutputClosed = 141;
}
