namespace FastElman.Fuzz.Targets;

/// <summary>The files that commands read and no other target does: lists of names and of words to add, and
/// sentences to tag.</summary>
internal static class CommandTargets
{
    public static IEnumerable<Func<FuzzTarget>> Makers =>
    [
        () => new CommandTarget(
            "names-words",
            "convert DUMP OUTPUT --words INPUT",
            ["<UNK>\nfrom\noslo\nto\n", "unk\r\nä\r\n日本\r\n🙂", "a\nb\nc\nd\n\n"],
            "\n|\r\n|<UNK>|unk|\t|0\toslo\n|\u0007|\u202E|\u2028|\n\n|a\n"),
        () => new CommandTarget(
            "names-labels",
            "convert DUMP OUTPUT --labels INPUT",
            ["B-city\nI-city\nO\n", "O\r\nB-a\r\nB-b"],
            "\n|\r\n|O|B-|I-|E-|S-|\t|\u0007|\u202E|\n\n|B-a\n"),
        () => new CommandTarget(
            "patch-words",
            "patch MODEL --words INPUT --out OUTPUT",
            ["rome oslo to\nparis\tfrom\n", "é. ä.\r\n\r\n日本 <UNK> 7", "bergen oslo\n"],
            "\n|\r\n|\t| |oslo|to|from|ä.|rome oslo\n|<UNK>|7|DIGIT|OSLO|Rome|a,b|'s|\u0007|\u202E|\u2028|\u00A0"),
        () => new CommandTarget(
            "tag-columns",
            "tag MODEL INPUT",
            ["from O\noslo B-city\n\n17 O\n", "from oslo to rome\n", "# text\nfrom\tO\n\n\nä.\n"],
            "\n|\r\n|\n\n|\t| |#|oslo|O|B-city|-DOCSTART- -X- O\n|\u0007|\u202E|\u2028|\u00A0"),
        () => new CommandTarget(
            "tag-sentences",
            "tag MODEL INPUT --sentences",
            ["from oslo to rome\n\nFrom OSLO, 17.\n", "日本🙂e\u0301 (to)"],
            "\n|\r\n|'s|,|.|(|…|oslo|17|\u0007|\u202E|\u2028|\u00A0|\u200B"),
        () => new CommandTarget(
            "tag-indices",
            "tag MODEL INPUT --ids",
            ["0 1 2\n\n5 -1\n", "3"],
            " |\n|-1|-2|5|6|2147483648|+1|0x1|1e1|\t"),
        () => new CommandTarget(
            "evaluate",
            "evaluate MODEL INPUT --calibration",
            ["from O\noslo B-city\nto I-city\n\nto O\n", "0 1 2\t0 1 2\n-1\t2\n", "oslo S-city\n\nto B-town\n"],
            "\n|\r\n|\n\n|\t|O|B-city|I-city|B-x|S-|E-|oslo|0 1\t0 1\n|9\t9\n|-1\t0\n|\u0007|\u202E"),
    ];
}
