using System.CommandLine;
using System.CommandLine.Parsing;
using FastElman.Cli.Terminal;

namespace FastElman.Cli.Training;

/// <summary>The option of <c>train</c>, <c>search</c> and <c>prune</c> for sparse recurrent weights.</summary>
/// <param name="byDefault">The density where none is given.</param>
internal sealed class DensityOption(double byDefault)
{
    private readonly Option<double> _density = Create(byDefault);

    public void AddTo(Command command) => command.Add(_density);

    public double Read(ParseResult parsed) => parsed.GetValue(_density);

    private static Option<double> Create(double byDefault)
    {
        var option = new Option<double>("--density")
        {
            HelpName = "SHARE",
            Description =
                "The share of the recurrent weights that is kept, above 0 and at most 1; the others become 0, in steps "
                    + "during training.",
            DefaultValueFactory = _ => byDefault,
        };
        option.ReadsNumber();
        option.Validators.Add(result =>
        {
            if (Find(result) is not (null or (> 0 and <= 1)))
            {
                result.AddError($"{option.Name} {string.Join(' ', result.Tokens)}: it is above 0 and at most 1");
            }
        });
        return option;
    }

    /// <summary>The density; null where it cannot be parsed, which the parser reports itself.</summary>
    private static double? Find(OptionResult result)
    {
        try
        {
            return result.GetValueOrDefault<double>();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
