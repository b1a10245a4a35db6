using System.CommandLine;
using System.CommandLine.Parsing;
using FastElman.Cli.Terminal;
using FastElman.Files;

namespace FastElman.Cli.Training;

/// <summary>The options of <c>train</c> and <c>search</c> that choose the network.</summary>
internal sealed class NetworkOptions
{
    private readonly Option<string> _kind = Choice(
        "--network",
        VariantNames.Kinds,
        "What a time step gets of the one before: the hidden units, the probabilities of the labels, or the hidden "
            + "units of two layers, one of which reads the sentence from its end.");

    private readonly Option<string> _activation = Choice(
        "--activation", VariantNames.Activations, "The function of the hidden units.");

    private readonly Option<string> _decoding = Choice(
        "--decoding",
        VariantNames.Decodings,
        "How labels are found: each by itself, the best sequence that is sound in the IOB scheme, the best by learned "
            + "scores of labels behind each other, or both.");

    public void AddTo(Command command)
    {
        command.Add(_kind);
        command.Add(_activation);
        command.Add(_decoding);
    }

    /// <summary>Reads the kind of network, the activation of its hidden units and the decoding.</summary>
    public (NetworkKind Network, HiddenActivation Activation, LabelDecoding Decoding) Read(ParseResult parsed) => (
        VariantNames.Kinds.Find(parsed.GetRequiredValue(_kind))!.Value,
        VariantNames.Activations.Find(parsed.GetRequiredValue(_activation))!.Value,
        VariantNames.Decodings.Find(parsed.GetRequiredValue(_decoding))!.Value);

    /// <summary>Refuses a choice that contradicts the model to start from.</summary>
    public void RequireSame(ParseResult parsed, ElmanModel found)
    {
        RequireSame(parsed, _kind, VariantNames.Kinds.Of(found.Shape.Variant.Kind));
        RequireSame(parsed, _activation, VariantNames.Activations.Of(found.Shape.Variant.Activation));
        RequireSame(parsed, _decoding, VariantNames.Decodings.Of(found.Decoding));
    }

    private static void RequireSame(ParseResult parsed, Option<string> option, string found)
    {
        if (parsed.GetResult(option) is OptionResult { Implicit: false } && parsed.GetValue(option) != found)
        {
            throw new UsageException($"{option.Name} {parsed.GetValue(option)}: the parameters of --init have {found}");
        }
    }

    private static Option<string> Choice<TValue>(string name, VariantNames<TValue> names, string description)
        where TValue : struct
    {
        var all = names.All.ToArray();
        var option = new Option<string>(name)
        {
            Description = description,
            DefaultValueFactory = _ => all[0],
        };
        option.AcceptsOneOf(all);
        return option;
    }
}
