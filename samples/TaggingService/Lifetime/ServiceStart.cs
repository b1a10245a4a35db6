namespace FastElman.Samples.TaggingService.Lifetime;

/// <summary>Runs the service. Why it does not start is told to whoever starts it, and not where in its code.</summary>
internal static class ServiceStart
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="build">Makes the service from its settings, which may be wrong.</param>
    /// <returns>The exit code: 1 where it has not started.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        WebApplication? app = null;
        try
        {
            app = build();
            await app.StartAsync();
        }
        catch (Exception e) when (e is not HostAbortedException)
        {
            try
            {
                // Writes what was logged until then.
                await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
            finally
            {
                await Console.Error.WriteLineAsync(MessageOf(e));
            }

            return 1;
        }

        await using (app)
        {
            await app.WaitForShutdownAsync();
        }

        return 0;
    }

    /// <summary>The message, with those of its causes that it does not repeat.</summary>
    private static string MessageOf(Exception e)
    {
        var message = e.Message;
        while (e.InnerException is { } cause)
        {
            message += message.Contains(cause.Message, StringComparison.Ordinal) ? "" : " " + cause.Message;
            e = cause;
        }

        return message;
    }
}
