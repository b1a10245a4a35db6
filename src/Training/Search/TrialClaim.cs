using System.Text.Json;

namespace FastElman.Training.Search;

/// <summary>What the claim of a trial says: which process runs it, and that it still does.</summary>
/// <param name="Machine">The name of the machine.</param>
/// <param name="Process">The number of the process on it.</param>
/// <param name="Token">Random, another one for each claim.</param>
/// <param name="LeaseMilliseconds">
/// How long the claim has to stay the same until the process counts as gone, in ms.
/// </param>
/// <param name="Beat">Grows as long as the process is there.</param>
internal sealed record TrialClaim(string Machine, int Process, string Token, long LeaseMilliseconds, long Beat)
{
    public static TrialClaim New(TimeSpan lease) => new(
        Environment.MachineName,
        Environment.ProcessId,
        Guid.NewGuid().ToString("N"),
        (long)lease.TotalMilliseconds,
        Beat: 0);

    /// <summary>The bytes of its file, which never become fewer as it beats.</summary>
    public byte[] ToBytes() =>
        [.. JsonSerializer.SerializeToUtf8Bytes(this, SearchJson.Default.TrialClaim), (byte)'\n'];

    /// <summary>
    /// Reads a claim; null where a process was killed before it had written it, or something else stands there.
    /// </summary>
    public static TrialClaim? TryParse(ReadOnlySpan<byte> content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, SearchJson.Default.TrialClaim);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
