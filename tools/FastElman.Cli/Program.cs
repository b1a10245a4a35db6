using FastElman.Cli;
using FastElman.Cli.Terminal;

var showStack = Environment.GetEnvironmentVariable(CommandLine.DebugVariable) == "1";
return CommandLine.Run(args, StandardStreams.OfProcess(), showStack);
