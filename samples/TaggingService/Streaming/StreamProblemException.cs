namespace FastElman.Samples.TaggingService.Streaming;

/// <summary>A stream cannot go on, for a reason that is the caller's to know: the message.</summary>
internal sealed class StreamProblemException(string message) : Exception(message)
{
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
