using FastElman.Samples.TaggingService.Lifetime;

namespace FastElman.Samples.TaggingService.Streaming;

/// <summary>
/// The wait of a stream for what its caller sends next: not beyond the end of the service, and not for ever.
/// </summary>
/// <remarks>One wait at a time.</remarks>
internal sealed class StreamWait : IDisposable
{
    private readonly CancellationToken _aborted;
    private readonly CancellationToken _ended;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _any;

    /// <param name="drain">The end of the service.</param>
    /// <param name="timeout">How long a caller may be quiet.</param>
    /// <param name="time">The clock of it.</param>
    /// <param name="aborted">Fires when the caller has gone.</param>
    public StreamWait(Drain drain, TimeSpan timeout, TimeProvider time, CancellationToken aborted)
    {
        (_aborted, _ended, _timeout) = (aborted, drain.Ended, timeout);
        _idle = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _any = CancellationTokenSource.CreateLinkedTokenSource(aborted, _ended, _idle.Token);
    }

    /// <summary>What <see cref="ForAsync"/> waits for has to heed this.</summary>
    public CancellationToken Token => _any.Token;

    /// <summary>Whether the service has ended before the caller.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Waits for what comes next.</summary>
    /// <param name="next">Whether there is something; false where the caller has ended.</param>
    /// <returns>The same; also false where the service ends.</returns>
    /// <exception cref="StreamProblemException">The caller was quiet for too long.</exception>
    /// <exception cref="OperationCanceledException">The caller has gone, or its connection has.</exception>
    public async ValueTask<bool> ForAsync(ValueTask<bool> next)
    {
        if (next.IsCompletedSuccessfully)
        {
            return next.Result;
        }

        _idle.CancelAfter(_timeout);
        try
        {
            return await next;
        }
        catch (OperationCanceledException) when (!_aborted.IsCancellationRequested && _ended.IsCancellationRequested)
        {
            IsCutOff = true;
            return false;
        }
        catch (OperationCanceledException) when (!_aborted.IsCancellationRequested && _idle.IsCancellationRequested)
        {
            throw new StreamProblemException(
                $"Nothing has come for {_timeout}; a stream may not be quiet for longer.", isTimeout: true);
        }
        finally
        {
            // The time that an answer takes is none in which the caller is quiet.
            _idle.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _any.Dispose();
        _idle.Dispose();
    }
}
