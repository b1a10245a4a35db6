using System.Globalization;
using FastElman.Cli;
using FastElman.Cli.Terminal;

// Numbers are read and written alike everywhere. The environment can turn cultures on again
// (DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0), so the invariant culture is set here as well.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

var showStack = Environment.GetEnvironmentVariable(CommandLine.DebugVariable) == "1";
return CommandLine.Run(args, StandardStreams.OfProcess(), showStack);
