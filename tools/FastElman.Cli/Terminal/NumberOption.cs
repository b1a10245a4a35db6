using System.CommandLine;
using System.Numerics;

namespace FastElman.Cli.Terminal;

/// <summary>The option of a number that has a default.</summary>
internal static class NumberOption
{
    public static Option<T> Create<T>(string name, string description, T byDefault)
        where T : struct, INumber<T> => new Option<T>(name)
        {
            HelpName = "N",
            Description = description,
            DefaultValueFactory = _ => byDefault,
        }.ReadsNumber();
}
