using System.Text;
using FastElman.Training.Evaluation;

namespace FastElman.Fuzz.Targets;

/// <summary>Lines for conlleval: any bytes end with a table or with one of the script's own exit codes.</summary>
internal sealed class ConllScriptTarget() : FuzzTarget("conlleval")
{
    public override IReadOnlyList<byte[]> Tokens { get; } =
        [.. "\n| |O|B-x|I-x|E-x|-X-|\t|\r\n|B-|B".Split('|').Select(Encoding.UTF8.GetBytes)];

    public override long AllowedBytes => 2 << 20;

    public override IEnumerable<byte[]> Seeds() =>
        ["oslo B-city B-city\nto O I-city\n\nrome I-city B-city\n"u8.ToArray(), "-X- O O\nx B-a O\n"u8.ToArray()];

    public override int Run(byte[] input)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var code = ConllScript.Run(new MemoryStream(input), output, error);
        Require(
            code is ConllScript.Success or ConllScript.FieldCountDiffers or ConllScript.TooFewFields,
            "the exit code is one of the script's");
        Require(code == ConllScript.Success == (output.Length > 0), "there is a table exactly where all was scored");
        Require(code == ConllScript.Success == (error.Length == 0), "there is a message exactly where it was not");
        return HashCode.Combine(code, Magnitude(output.Length));
    }

    public override bool IsRefusal(Exception exception) => false;
}
