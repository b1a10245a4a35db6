using FastElman.Samples.SessionCluster.Sessions;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.SessionCluster.Versions;

namespace FastElman.Samples.SessionCluster;

/// <summary>What a silo does at the moment.</summary>
internal sealed class SiloReport
{
    private readonly ModelVersions _versions;

    public SiloReport(ModelVersions versions, ClusterMeter meter)
    {
        _versions = versions;
        meter.Observe(() => versions.SessionCount);
    }

    /// <summary>The versions in use.</summary>
    public IEnumerable<VersionReport> Describe() => _versions.All.Select(engine => new VersionReport(
        engine.Fingerprint,
        engine == _versions.Current,
        engine.SessionCount,
        engine.TickCount,
        engine.WordCount));
}
