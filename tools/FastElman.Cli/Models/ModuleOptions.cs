using System.CommandLine;
using FastElman.Cli.Terminal;
using FastElman.Files;
using FastElman.Interop;
using FastElman.Interop.PyTorch;

namespace FastElman.Cli.Models;

/// <summary>The options of <c>convert</c> that say what the state dict of a PyTorch module does not.</summary>
internal sealed class ModuleOptions
{
    private readonly Option<string?> _activation = new("--activation")
    {
        Description = "The nonlinearity of a PyTorch module; tanh, the default of nn.RNN, where it is not given.",
    };

    private readonly Option<int?> _window = new Option<int?>("--window")
    {
        HelpName = "N",
        Description = "Words whose embeddings a PyTorch module takes together at each step; 1 where it is not given.",
    }.ReadsNumber();

    private readonly Option<int?> _padding = new Option<int?>("--padding-index")
    {
        HelpName = "ROW",
        Description = "padding_idx of the embedding of a PyTorch module: the row of the words outside the sentence.",
    }.ReadsNumber();

    private readonly Option<string[]> _map = new("--map")
    {
        HelpName = "ROLE=NAME",
        Description = "The name of a tensor or a module in a PyTorch file, where it cannot be guessed, such as "
            + "rnn=encoder.rnn or output.weight=head.1.weight. May be given more than once.",
    };

    public ModuleOptions() =>
        _activation.AcceptsOneOfOrNone([.. VariantNames.Activations.All]);

    public void AddTo(Command command)
    {
        command.Add(_activation);
        command.Add(_window);
        command.Add(_padding);
        command.Add(_map);
    }

    /// <summary>What was given; null where nothing was.</summary>
    /// <exception cref="UsageException">A value is wrong.</exception>
    public PyTorchLoadOptions? Read(ParseResult parsed)
    {
        Option[] given = [.. ((Option[])[_activation, _window, _padding, _map]).Where(
            option => parsed.GetResult(option) is not null)];
        if (given.Length == 0)
        {
            return null;
        }

        var options = new PyTorchLoadOptions
        {
            Activation = parsed.GetValue(_activation) is { } name ? VariantNames.Activations.Find(name) : null,
            WindowSize = parsed.GetValue(_window),
            PaddingIndex = parsed.GetValue(_padding),
        };
        if (options.WindowSize is { } window && (window < 1 || window % 2 == 0))
        {
            throw new UsageException($"{_window.Name} {window}: expected an odd number of words, at least 1");
        }

        if (options.PaddingIndex is < 0 and var padding)
        {
            throw new UsageException($"{_padding.Name} {padding}: expected a row, at least 0");
        }

        foreach (var pair in parsed.GetValue(_map) ?? [])
        {
            if (pair.Split('=', 2) is not [{ Length: > 0 } role, { Length: > 0 } tensor]
                || !options.TensorNames.TryAdd(role, tensor))
            {
                throw new UsageException($"{_map.Name} {pair}: ROLE=NAME is expected, each role once");
            }

            if (!ModuleTensorNames.All.Contains(role))
            {
                throw new UsageException(
                    $"{_map.Name} {pair}: there is no such role; expected {string.Join(", ", ModuleTensorNames.All)}");
            }
        }

        return options;
    }
}
