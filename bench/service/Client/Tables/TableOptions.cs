namespace FastElman.Benchmarks.Service.Tables;

/// <summary>What is measured.</summary>
/// <param name="Folder">Where bench/service/run has published the programs: echo-NAME and service-NAME.</param>
/// <param name="Builds">Names of builds, such as JIT.</param>
/// <param name="Rounds">How often each row is measured.</param>
/// <param name="Duration">The time of a measurement.</param>
/// <param name="Only">A part of the names of rows; those of the echo are always measured.</param>
internal sealed record TableOptions(
    string Folder, IReadOnlyList<string> Builds, int Rounds, TimeSpan Duration, string Only)
{
    public const int ServiceCore = 1;

    /// <summary>Callers at once: connections of wrk, calls of gRPC.</summary>
    public const int Callers = 16;

    /// <summary>Streams of StreamSessions, each with <see cref="Sessions"/> sessions.</summary>
    public const int SessionStreams = 4;

    public const int Sessions = 32;

    public string ModelPath => Path.Combine(Folder, "flights100.safetensors");

    public string Program(string project, string name) => Path.Combine(Folder, $"{project}-{name}", project);
}
