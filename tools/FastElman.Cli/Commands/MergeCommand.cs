using System.CommandLine;
using System.Text;
using FastElman.Cli.Outputs;
using FastElman.Cli.Shards;
using FastElman.Cli.Terminal;
using FastElman.Files;

namespace FastElman.Cli.Commands;

/// <summary>
/// <c>fastelman merge</c>: puts together what <c>tag --shard</c> and <c>evaluate --shard</c> have written, to what one
/// run would have written.
/// </summary>
internal static class MergeCommand
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static Command Create(StandardStreams streams)
    {
        var path = new Argument<string>("DIR") { Description = "The folder that the shards have written to." };
        var output = new Option<string?>("--out")
        {
            HelpName = "FILE",
            Description = "The file that gets the result; standard output where none is named.",
        };
        var command = new Command("merge", "Puts together what shards of tag or evaluate have written.")
        {
            path, output,
        };
        command.SetAction(parsed =>
        {
            var (folder, file) = (parsed.GetRequiredValue(path), parsed.GetValue(output));
            if (file is null)
            {
                streams.RequireOutput();
            }

            var files = ShardFileNames.FilesIn(folder);
            new CommandFiles(streams)
                .Reads(path.Name, folder, files)
                .Writes(output.Name, file)
                .Require();
            var shards = ShardFolder.Open(folder, files);
            var merge = new ShardMerge(shards, folder);
            merge.Check();
            Action<Stream> write = shards.Settings.Command == ShardSettings.TagCommand
                ? merge.Copy
                : stream => WriteTable(merge, stream);
            if (file is null)
            {
                write(streams.OutputBytes);
            }
            else
            {
                AtomicFile.Write(file, write);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void WriteTable(ShardMerge merge, Stream stream)
    {
        using var writer = new StreamWriter(stream, Utf8, leaveOpen: true) { NewLine = "\n" };
        merge.AddUp().Write(writer);
    }
}
