namespace FastElman.Fuzz.Running;

/// <summary>
/// Ends the process where one input takes so long that it may never end; its bytes are in the mapped file.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(60);

    private readonly Timer _timer;
    private readonly Campaign _campaign;
    private readonly string _message;
    private long _seen = -1;

    public Watchdog(Campaign campaign, FoundInputs found)
    {
        _campaign = campaign;
        _message = $"{found.CurrentFile} has an input that took more than {LongestTime.TotalSeconds} s.";
        _timer = new Timer(_ => Look(), state: null, LongestTime, LongestTime);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var count = _campaign.ExecutionCount;
        if (count == _seen)
        {
            Console.Error.WriteLine(_message);
            Environment.Exit(1);
        }

        _seen = count;
    }
}
