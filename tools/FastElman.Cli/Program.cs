using FastElman.Cli.Terminal;

return CommandLine.Run(args, StandardStreams.OfProcess());
