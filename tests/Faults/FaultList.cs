namespace FastElman.Faults;

/// <summary>
/// Reads lists of faults. A fault is a block of lines <c>key: value</c>, and blocks are divided by empty lines. The
/// keys are <c>fault</c>, <c>file</c>, <c>test</c> (project, then classes), <c>old</c>, <c>new</c> and, where no test
/// notices, <c>survives</c>. A line that begins with four blanks continues the value of the line before it on a new
/// line; <c>file</c> and <c>test</c> of the block before are taken where a block has none.
/// </summary>
internal static class FaultList
{
    private static readonly string[] Keys = ["fault", "file", "test", "old", "new", "survives"];

    /// <summary>The faults of all lists in a folder, in the order of the names.</summary>
    /// <exception cref="FormatException">A list is wrong; the message has its line.</exception>
    public static List<Fault> ReadFolder(string folder)
    {
        var faults = new List<Fault>();
        foreach (var list in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            Read(list, faults);
        }

        return faults;
    }

    private static void Read(string list, List<Fault> faults)
    {
        var block = new Dictionary<string, string>();
        var (file, test, last, first, number) = ("", "", "", 0, 0);
        foreach (var line in File.ReadLines(list).Append(string.Empty))
        {
            number++;
            if (line.StartsWith("    ", StringComparison.Ordinal) && block.Count > 0)
            {
                block[last] += "\n" + line[4..];
            }
            else if (line.Length == 0)
            {
                if (block.Count > 0)
                {
                    file = block.GetValueOrDefault("file", file);
                    test = block.GetValueOrDefault("test", test);
                    faults.Add(FaultOf(block, file, test, $"{Path.GetFileName(list)}:{first}"));
                    block.Clear();
                }
            }
            else if (line[0] != '#')
            {
                first = block.Count == 0 ? number : first;
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                last = colon < 0 ? line : line[..colon];
                if (!Keys.Contains(last) || !block.TryAdd(last, line[(colon + 1)..].Trim()))
                {
                    throw new FormatException($"{list}:{number}: expected {string.Join(", ", Keys)}, once a block.");
                }
            }
        }
    }

    private static Fault FaultOf(Dictionary<string, string> block, string file, string test, string place)
    {
        foreach (var key in Keys[..^1].Except(["file", "test"]))
        {
            if (!block.ContainsKey(key))
            {
                throw new FormatException($"{place}: the fault has no \"{key}\".");
            }
        }

        var words = test.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return file.Length > 0 && words.Length >= 2
            ? new Fault(
                block["fault"],
                file,
                block["old"],
                block["new"],
                words[0],
                words[1..],
                block.GetValueOrDefault("survives"),
                place)
            : throw new FormatException($"{place}: expected a file, and a test project with at least one class.");
    }
}
