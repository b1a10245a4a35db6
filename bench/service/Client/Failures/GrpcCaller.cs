using System.Net.Sockets;
using FastElman.Benchmarks.Service.Load;
using Grpc.Core;

namespace FastElman.Benchmarks.Service.Failures;

/// <summary>Calls over gRPC, and counts how the calls end.</summary>
internal sealed class GrpcCaller(ICaller caller, Counts counts)
{
    /// <summary>Calls until it shall not go on, or the service says that it is about to end.</summary>
    public async Task RunAsync(Func<bool> goesOn)
    {
        for (var round = 0; goesOn(); round++)
        {
            counts.AddSent();
            try
            {
                await caller.CallAsync(round);
                counts.AddAnswered();
            }
            catch (RpcException e)
            {
                Count(e);
                break;
            }
        }

        try
        {
            await caller.DisposeAsync();
        }
        catch (RpcException)
        {
            // The status of a call that has ended comes once more.
        }
    }

    private void Count(RpcException error)
    {
        if (error.StatusCode == StatusCode.Unavailable && error.Status.DebugException is null)
        {
            counts.AddEnded();
        }
        else if (Causes(error.Status.DebugException).OfType<SocketException>()
            .Any(cause => cause.SocketErrorCode == SocketError.ConnectionRefused))
        {
            counts.AddRefused();
        }
        else if (error.Status.Detail.StartsWith("Error starting gRPC call.", StringComparison.Ordinal))
        {
            // The connection was closed before an answer began.
            counts.AddUntaken();
        }
        else
        {
            counts.AddFailure($"{error.StatusCode}: {error.Status.Detail}");
        }
    }

    private static IEnumerable<Exception> Causes(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            yield return error;
        }
    }
}
