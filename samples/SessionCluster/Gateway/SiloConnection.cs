namespace FastElman.Samples.SessionCluster.Gateway;

/// <summary>Whether a gateway is connected to any silo.</summary>
internal sealed class SiloConnection
{
    // A gateway listens when it has reached the first.
    private volatile bool _isThere = true;

    public bool IsThere => _isThere;

    public void Observe(object? sender, GatewayCountChangedEventArgs change) =>
        _isThere = change.NumberOfConnectedGateways > 0;

    public void Lose(object? sender, EventArgs e) => _isThere = false;
}
