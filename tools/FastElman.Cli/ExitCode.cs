namespace FastElman.Cli;

/// <summary>What the command tells the shell. <c>score</c> has those of conlleval.pl.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    public const int Failure = 1;

    public const int Usage = 2;
}
