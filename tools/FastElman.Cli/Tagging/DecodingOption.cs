using System.CommandLine;
using FastElman.Files;

namespace FastElman.Cli.Tagging;

/// <summary>The option that says how labels are found, where it is to be another way than the model's own.</summary>
internal static class DecodingOption
{
    public static Option<string?> Create()
    {
        string[] names = [.. VariantNames.Decodings.All];
        var option = new Option<string?>("--decoding")
        {
            HelpName = string.Join('|', names),
            Description = "How labels are found, where it is to be another way than the model's: iob gives the best sequence that is sound in the IOB scheme.",
        };
        option.AcceptOnlyFromAmong(names);
        return option;
    }

    /// <summary>The model as it is, or decoded in the way chosen.</summary>
    public static ElmanModel Apply(string? choice, ElmanModel model, string path) => choice is null
        ? model
        : ElmanModel.Adopt(
            model.ExportParameters(), model.Vocabulary, model.Labels, model.Provenance, new ElmanModelOptions { Decoding = VariantNames.Decodings.Find(choice) }, path);
}
