using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace FastElman.Files;

/// <summary>
/// The names of temporary files: <c>.fastelman-</c>, a hash of the name of the target, a random number. They have the
/// same length whatever the name of the target is.
/// </summary>
internal static class TemporaryName
{
    /// <summary>What all of them begin with.</summary>
    public const string Prefix = ".fastelman-";

    /// <summary>What all of them end with.</summary>
    public const string Suffix = ".tmp";

    /// <summary>Marks a file of which no lock says that it is being written.</summary>
    private const string OpenMark = "-open";

    private const string LockSuffix = "lock";
    private const int HashDigits = 16;
    private const int RandomDigits = 16;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>What those of a target begin with.</summary>
    public static string PrefixOf(string target)
    {
        var hash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(Path.GetFileName(target).AsSpan()));
        return $"{Prefix}{hash:x16}-";
    }

    /// <summary>The path of a new file beside a target.</summary>
    /// <param name="target">The full path of the target.</param>
    /// <param name="isLocked">Whether others can find out by a lock that it is being written.</param>
    public static string NewBeside(string target, bool isLocked)
    {
        var random = Guid.NewGuid().ToString("N")[..RandomDigits];
        return Beside(target, $"{random}{(isLocked ? string.Empty : OpenMark)}{Suffix}");
    }

    /// <summary>The file that keeps others from a target for longer than it takes to write it.</summary>
    public static string LockBeside(string target) => Beside(target, LockSuffix);

    /// <summary>
    /// Whether a name is one that is given here: two hexadecimal numbers, which no user thinks of.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="isLocked">Whether such a file is locked while it is written.</param>
    public static bool TryParse(ReadOnlySpan<char> name, out bool isLocked)
    {
        isLocked = !name.EndsWith(OpenMark + Suffix, StringComparison.Ordinal);
        var end = isLocked ? Suffix.Length : OpenMark.Length + Suffix.Length;
        if (
            name.Length != Prefix.Length + HashDigits + 1 + RandomDigits + end
                || !name.StartsWith(Prefix, StringComparison.Ordinal)
                || !name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return false;
        }

        var numbers = name[Prefix.Length..^end];
        return numbers[HashDigits] == '-'
            && !numbers[..HashDigits].ContainsAnyExcept(Digits)
            && !numbers[(HashDigits + 1)..].ContainsAnyExcept(Digits);
    }

    private static string Beside(string target, string rest) =>
        Path.Combine(Path.GetDirectoryName(target)!, PrefixOf(target) + rest);
}
