using System.CommandLine;
using System.CommandLine.Parsing;
using FastElman.Cli.Terminal;

namespace FastElman.Cli.Training;

/// <summary>The option of <c>train</c>, <c>search</c> and <c>prune</c> for sparse recurrent weights.</summary>
/// <param name="byDefault">The density where none is given.</param>
/// <param name="allowsOne">Whether it may be 1, which prunes nothing.</param>
internal sealed class DensityOption(double byDefault, bool allowsOne = true)
{
    private readonly Option<double> _density = Create(byDefault, allowsOne);

    public void AddTo(Command command) => command.Add(_density);

    public double Read(ParseResult parsed) => parsed.GetValue(_density);

    private static Option<double> Create(double byDefault, bool allowsOne)
    {
        var range = allowsOne ? "above 0 and at most 1" : "above 0 and below 1";
        var option = new Option<double>("--density")
        {
            HelpName = "SHARE",
            Description =
                $"The share of the recurrent weights that is kept, {range}; the others become 0, in steps "
                    + "during training.",
            DefaultValueFactory = _ => byDefault,
        };
        option.ReadsNumber();
        option.Validators.Add(result =>
        {
            if (Find(result) is { } density && !(density > 0 && (density < 1 || (allowsOne && density == 1))))
            {
                result.AddError($"{option.Name} {string.Join(' ', result.Tokens)}: it is {range}");
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
