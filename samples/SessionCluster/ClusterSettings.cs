using System.ComponentModel.DataAnnotations;
using System.Net;
using FastElman.Samples.SessionCluster.Versions;

namespace FastElman.Samples.SessionCluster;

/// <summary>What a process of the cluster may be set to do: the section <c>Cluster</c>.</summary>
internal sealed class ClusterSettings
{
    public const string SectionName = "Cluster";

    /// <summary>What this process does.</summary>
    [EnumDataType(typeof(ClusterRole))]
    public ClusterRole Role { get; set; } = ClusterRole.Both;

    /// <summary>Processes of one name and one Redis make a cluster.</summary>
    [Required]
    public string Name { get; set; } = "fastelman";

    /// <summary>Where Redis is, as StackExchange.Redis reads it.</summary>
    [Required]
    public string Redis { get; set; } = "localhost:6379";

    /// <summary>The address at which other processes reach this silo.</summary>
    [Required]
    public string Address { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>The port for other silos.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for gateways.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>How often changed sessions are saved, all of a silo together.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan SaveInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How many pieces of a session may be unsaved: the most that is asked for again after a crash. A session that has
    /// so many waits for its save.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaximumUnsavedPieces { get; set; } = 64;

    /// <summary>How long Redis keeps the state of a session that nobody writes to.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan StateExpiry { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a session without words stays in the memory of a silo. It comes back from Redis.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a probe of another silo may take. Two probes without an answer, and the silo is taken for dead; its
    /// sessions go to others then.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long a gateway waits for an answer of a silo before it asks again. Orleans looks for what is late once a
    /// second, so it can become a second more.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a gateway goes on asking before it ends the call with UNAVAILABLE, or with RESOURCE_EXHAUSTED where
    /// the last answer was that a silo is full.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a caller may send nothing before its call ends with DEADLINE_EXCEEDED.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CallIdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The most sessions of a call, and the most of them in the middle of a sentence. Of the others the one that was
    /// unused for longest ends where another begins.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaximumSessions { get; set; } = 1024;

    /// <summary>
    /// The most sessions that begin on a silo. Those of a silo that died are taken beyond it, as many again.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaximumSessionsOfSilo { get; set; } = 100_000;

    /// <summary>The most calls of a gateway at once.</summary>
    [Range(1, 1_000_000)]
    public int MaximumCalls { get; set; } = 1000;

    /// <summary>The most bytes of a message of a caller.</summary>
    [Range(1024, 64 << 20)]
    public int MaximumMessageBytes { get; set; } = 65536;

    /// <summary>The most characters of a piece.</summary>
    [Range(1, 1 << 20)]
    public int MaximumPieceCharacters { get; set; } = 1024;

    /// <summary>The most words of a sentence.</summary>
    [Range(1, 1_000_000)]
    public int MaximumWords { get; set; } = 1000;

    /// <summary>Reads the settings of a process.</summary>
    /// <exception cref="InvalidOperationException">One does not exist, or is not allowed.</exception>
    public static ClusterSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(SectionName);
        string[] names = [.. typeof(ClusterSettings).GetProperties().Select(property => property.Name)];
        if (section.GetChildren().FirstOrDefault(
            child => !names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new InvalidOperationException(
                $"Setting {unknown.Path} does not exist: expected one of {string.Join(", ", names)}.");
        }

        var settings = section.Get<ClusterSettings>() ?? new ClusterSettings();
        var problems = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), problems, true))
        {
            throw new InvalidOperationException($"Section {SectionName}: {problems[0].ErrorMessage}");
        }

        return settings.Problem() is { } problem
            ? throw new InvalidOperationException($"Setting {SectionName}:{problem}")
            : settings;
    }

    /// <returns>The setting that does not go with the others, and why.</returns>
    private string? Problem()
    {
        if (!IPAddress.TryParse(Address, out var address))
        {
            return $"{nameof(Address)} is wrong: expected an IP address, found {Address}.";
        }

        if (Role != ClusterRole.Gateway && IPAddress.IsLoopback(address) && !IsRedisHere())
        {
            return $"{nameof(Address)} is wrong: expected the address at which other machines reach this one, since "
                + $"Redis is on another machine; found {Address}, which only this one reaches.";
        }

        if (StateExpiry <= IdleTime || StateExpiry.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            return $"{nameof(StateExpiry)} is wrong: expected whole seconds, and more than the {IdleTime} of "
                + $"{nameof(IdleTime)}, found {StateExpiry}.";
        }

        return null;
    }

    private bool IsRedisHere() => RedisOptions.Of(this).EndPoints.All(endPoint => endPoint switch
    {
        IPEndPoint ip => IPAddress.IsLoopback(ip.Address),
        DnsEndPoint name => string.Equals(name.Host, "localhost", StringComparison.OrdinalIgnoreCase),
        _ => true,
    });
}
