using FastElman.Cli;
using FastElman.Cli.Terminal;

return CommandLine.Run(args, StandardStreams.OfProcess());
