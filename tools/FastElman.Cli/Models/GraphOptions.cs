using System.CommandLine;
using FastElman.Cli.Terminal;
using FastElman.Interop;
using FastElman.Interop.Onnx.Writing;

namespace FastElman.Cli.Models;

/// <summary>The options of <c>convert</c> about the ONNX graph that is written.</summary>
internal sealed class GraphOptions
{
    private readonly Option<string?> _form = new("--form")
    {
        Description = "The graph of an .onnx file: sentences by the operator RNN, sentences of one length without it, "
            + "or one time step with its state; rnn where it is not given.",
    };

    private readonly Option<int?> _operatorSet = new Option<int?>("--opset")
    {
        HelpName = "N",
        Description = $"The version of the operators of an .onnx file, {OnnxExportOptions.MinimumOperatorSet} to "
            + $"{OnnxExportOptions.MaximumOperatorSet}; 17 where it is not given.",
    }.ReadsNumber();

    private readonly Option<int?> _length = new Option<int?>("--length")
    {
        HelpName = "N",
        Description = "Words of a sentence in the form unrolled; 32 where it is not given.",
    }.ReadsNumber();

    public GraphOptions() => _form.AcceptsOneOfOrNone([.. DocumentComposer.Forms.All]);

    public void AddTo(Command command)
    {
        command.Add(_form);
        command.Add(_operatorSet);
        command.Add(_length);
    }

    /// <summary>What was given; null where nothing was.</summary>
    /// <exception cref="UsageException">A value is out of its range.</exception>
    public OnnxExportOptions? Read(ParseResult parsed)
    {
        if (!((Option[])[_form, _operatorSet, _length]).Any(option => parsed.GetResult(option) is not null))
        {
            return null;
        }

        var options = new OnnxExportOptions();
        if (parsed.GetValue(_form) is { } name)
        {
            options.Form = DocumentComposer.Forms.Find(name)!.Value;
        }

        if (parsed.GetValue(_operatorSet) is { } operatorSet)
        {
            options.OperatorSet = Require(
                _operatorSet, operatorSet, OnnxExportOptions.MinimumOperatorSet, OnnxExportOptions.MaximumOperatorSet);
        }

        if (parsed.GetValue(_length) is { } length)
        {
            if (options.Form != OnnxForm.Unrolled)
            {
                throw new UsageException($"{_length.Name} is about --form unrolled");
            }

            options.SentenceLength = Require(_length, length, 1, OnnxExportOptions.MaximumSentenceLength);
        }

        return options;
    }

    private static int Require(Option option, int value, int least, int most) => value >= least && value <= most
        ? value
        : throw new UsageException($"{option.Name} {value}: expected {least} to {most}");
}
