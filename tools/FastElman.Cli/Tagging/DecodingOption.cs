using System.CommandLine;
using FastElman.Cli.Terminal;
using FastElman.Files;

namespace FastElman.Cli.Tagging;

/// <summary>The option that replaces the model's own decoding.</summary>
internal static class DecodingOption
{
    public static Option<string?> Create()
    {
        string[] names = [.. VariantNames.Decodings.All];
        var option = new Option<string?>("--decoding")
        {
            Description =
                "How labels are found, where it is to be another way than the model's: iob gives the best sequence "
                    + "that is sound in the IOB scheme.",
        };
        option.AcceptsOneOfOrNone(names);
        return option;
    }

    /// <summary>Compiles a model for the chosen decoding; without a choice, for its own.</summary>
    /// <exception cref="ModelFormatException">The model lacks what the decoding needs.</exception>
    public static CompiledModel Compile(ElmanModel model, string? choice, string path)
    {
        var decoding = choice is null ? model.Decoding : VariantNames.Decodings.Find(choice) ?? model.Decoding;
        return model.FindDecodingProblem(decoding) is var (problem, expected, found)
            ? throw new ModelFormatException(problem, path, expected: expected, found: found)
            : model.Compile(new CompileOptions { Decoding = decoding });
    }
}
