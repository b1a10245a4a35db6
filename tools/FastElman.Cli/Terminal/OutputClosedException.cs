namespace FastElman.Cli.Terminal;

/// <summary>
/// Whoever read standard output wants no more of it: the command ends without a word, with
/// <see cref="ExitCode.OutputClosed"/>.
/// </summary>
internal sealed class OutputClosedException(Exception innerException)
    : IOException("standard output was closed by its reader", innerException);
