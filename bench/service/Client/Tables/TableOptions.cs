namespace FastElman.Benchmarks.Service.Tables;

/// <summary>What is measured.</summary>
/// <param name="Folder">Where bench/service/run has published the programs: echo-NAME and service-NAME.</param>
/// <param name="Builds">Names of builds, such as JIT.</param>
/// <param name="IsQuick">Shorter runs, and fewer.</param>
/// <param name="Only">A part of the names of rows or runs; the rows of the echo are always measured.</param>
internal sealed record TableOptions(string Folder, IReadOnlyList<string> Builds, bool IsQuick, string Only)
{
    /// <summary>The core of the services; the clients have core 0.</summary>
    public const int ServiceCore = 1;

    /// <summary>Callers at once: connections of wrk, calls of gRPC.</summary>
    public const int Callers = 16;

    /// <summary>Streams of StreamSessions, each with <see cref="Sessions"/> sessions.</summary>
    public const int SessionStreams = 4;

    public const int Sessions = 32;

    /// <summary>How often each row is measured.</summary>
    public int Rounds => IsQuick ? 3 : 11;

    /// <summary>The time of a measurement; short, so that a row and the echo have the same machine.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(IsQuick ? 1 : 2);

    public string ModelPath => Path.Combine(Folder, "flights100.safetensors");

    public string Program(string project, string name) => Path.Combine(Folder, $"{project}-{name}", project);
}
