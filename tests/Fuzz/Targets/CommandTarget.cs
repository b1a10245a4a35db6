using System.Text;
using FastElman.Fixtures;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// A file that a command reads, given as whoever calls the command gives it. The command ends with one of its own exit
/// codes: one line says why it failed, and nothing that it shows steers a terminal.
/// </summary>
/// <param name="name">The name of the target.</param>
/// <param name="arguments">
/// The command. <c>INPUT</c> stands for the file, <c>MODEL</c> for a model, <c>DUMP</c> for one without words and
/// labels, <c>OUTPUT</c> for a file to write.
/// </param>
/// <param name="seeds">Sound inputs.</param>
/// <param name="tokens">Words of the format, with bars between them.</param>
internal sealed class CommandTarget(string name, string arguments, byte[][] seeds, string tokens) : FolderTarget(name)
{
    private string[]? _arguments;

    /// <summary>As the other, with seeds that are text.</summary>
    public CommandTarget(string name, string arguments, string[] seeds, string tokens)
        : this(name, arguments, [.. seeds.Select(Encoding.UTF8.GetBytes)], tokens)
    {
    }

    public override IReadOnlyList<byte[]> Tokens { get; } =
        [.. tokens.Split('|').Select(Encoding.UTF8.GetBytes), [0xFF, 0xFE], [0xC0, 0x80], "\uFEFF"u8.ToArray()];

    /// <summary>The parser of the command line, the model, and a buffer of the output for each run.</summary>
    public override long AllowedBytes => 8 << 20;

    public override int AllowedBytesPerByte => 2000;

    public override IEnumerable<byte[]> Seeds() => seeds;

    public override bool IsRefusal(Exception exception) => false;

    public override int Run(byte[] input)
    {
        _arguments ??= Arguments();
        Folder.Write("input", input);
        return CommandRun.Check(_arguments, input);
    }

    private string[] Arguments()
    {
        SeedModels.Usual.Save(Folder.File("model.safetensors"));
        var parameters = RandomModel.Parameters(new ElmanShape(2, 3, 4, 2, 3), seed: 3);
        ElmanModel.Create(parameters).Save(Folder.File("dump.safetensors"));
        return
        [
            .. arguments.Split(' ').Select(argument => argument switch
            {
                "INPUT" => Folder.File("input"),
                "MODEL" => Folder.File("model.safetensors"),
                "DUMP" => Folder.File("dump.safetensors"),
                "OUTPUT" => Folder.File("output.safetensors"),
                _ => argument,
            }),
        ];
    }
}
