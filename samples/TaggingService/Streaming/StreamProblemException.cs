namespace FastElman.Samples.TaggingService.Streaming;

/// <summary>A stream cannot go on, for a reason that is the caller's to know: the message.</summary>
/// <param name="message">The reason.</param>
/// <param name="isTimeout">Whether it is that the caller was quiet for too long.</param>
/// <param name="isExhausted">Whether it is that too much is under way: later it may go through.</param>
internal sealed class StreamProblemException(string message, bool isTimeout = false, bool isExhausted = false)
    : Exception(message)
{
    public bool IsTimeout => isTimeout;

    public bool IsExhausted => isExhausted;

    /// <summary>Refuses a model that cannot label words as they come.</summary>
    /// <exception cref="StreamProblemException">The model labels whole sentences.</exception>
    public static void ThrowIfWhole(CompiledModel model)
    {
        if (!model.CanStream)
        {
            throw new StreamProblemException(
                "The model labels whole sentences and cannot label words as they come. Send the whole text instead.");
        }
    }
}
