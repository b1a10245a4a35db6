using System.CommandLine;
using System.Text;
using FastElman.Cli.Models;
using FastElman.Cli.Outputs;
using FastElman.Cli.Shards;
using FastElman.Cli.Tagging;
using FastElman.Cli.Terminal;
using FastElman.Cli.Training;
using FastElman.Files;
using FastElman.Interop.Numpy;
using FastElman.Training.Corpora;

namespace FastElman.Cli.Commands;

/// <summary>
/// <c>fastelman tag</c>: labels the words of a file or of standard input, each sentence as it comes.
/// </summary>
internal static class TagCommand
{
    public static Command Create(StandardStreams streams)
    {
        var modelPath = new Argument<string>("MODEL") { Description = ModelSource.Description };
        var file = new Argument<string?>("FILE")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description =
                "A word a line (or CoNLL columns, word first), a blank line between sentences; standard input where "
                    + "there is no FILE. Compressed with gzip or zstd too.",
        };
        var ids = new Option<bool>("--ids")
        {
            Description = "A sentence a line as word indices; gives a line of label indices for each.",
        };
        var sentences = new Option<bool>("--sentences")
        {
            Description = "A sentence a line as plain text, which the model's tokenizer divides; an answer for each "
                + "line, an empty one for an empty line.",
        };
        var probabilities = new Option<string>("--probabilities")
        {
            HelpName = "OUT.npy",
            Description = "Writes the probabilities of all labels for all words in order: [words, labels], float32.",
        };
        var decoding = DecodingOption.Create();
        var encoding = EncodingOption.Create();
        var command = new Command(
            "tag", "Labels words: one token and its label a line, a blank line between sentences.")
        {
            modelPath, file, ids, sentences, probabilities, decoding, encoding,
        };
        var shardOptions = new ShardOptions();
        shardOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(ids) && parsed.GetValue(sentences))
            {
                throw new UsageException("--ids and --sentences are two forms of input: give one");
            }

            var choice = shardOptions.Find(
                parsed,
                parsed.GetValue(probabilities) is null
                    ? null
                    : (probabilities.Name, "an array is one file, which no shard knows the length of"));
            var inputEncoding = EncodingOption.Find(parsed.GetValue(encoding));
            var path = parsed.GetRequiredValue(modelPath);
            var files = new CommandFiles(streams)
                .ReadsModel(modelPath.Name, path)
                .Reads(file.Name, parsed.GetValue(file) ?? "-")
                .Writes(probabilities.Name, parsed.GetValue(probabilities));
            shardOptions.AddTo(files, choice);
            files.Require();
            var model = ModelSource.Open(path);
            var compiled = DecodingOption.Compile(model, parsed.GetValue(decoding), path);
            TaggingFormat format = parsed.GetValue(ids)
                ? new IndexFormat(model.Shape)
                : new WordFormat(model, path, parsed.GetValue(sentences), streams, isForFile: choice is not null);
            var loop = new TaggingLoop(new Tagger(compiled), format, inputEncoding, streams);
            if (choice is null)
            {
                Tag(loop, parsed.GetValue(file), parsed.GetValue(probabilities), model.Shape);
                return ExitCode.Success;
            }

            var settings = new ShardSettings(
                ShardSettings.CurrentVersion,
                ShardSettings.TagCommand,
                model.Fingerprint,
                format.Name,
                VariantNames.Decodings.Of(compiled.Decoding),
                (inputEncoding ?? Encoding.UTF8).WebName,
                choice.BlockSize);
            ShardFolder.RequireSameWork(choice.Folder, settings);
            TaggingInput.Read(parsed.GetValue(file), streams, hasProgress: true, (input, name, advance) =>
            {
                // Only now: of an input that cannot be opened, nothing is left.
                var run = new ShardRun(ShardFolder.Open(choice.Folder, settings), choice.Shard, streams.Error);
                var blocks = new SentenceBlocks(
                    input, name, inputEncoding, format.HasSentenceALine, choice.BlockSize);
                run.Run(new TaggedBlocks(blocks, loop, name), advance);
            });
            return ExitCode.Success;
        });
        return command;
    }

    private static void Tag(TaggingLoop loop, string? input, string? probabilities, ElmanShape shape)
    {
        if (probabilities is null)
        {
            loop.Run(input, probabilities: null);
        }
        else
        {
            NpyWriter.WriteRows(probabilities, shape.LabelCount, rows => loop.Run(input, rows));
        }
    }
}
