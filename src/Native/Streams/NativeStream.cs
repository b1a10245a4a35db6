using FastElman.Native.Handles;

namespace FastElman.Native.Streams;

/// <summary>A stream with a handle. The words of live streams are labelled in this room.</summary>
internal sealed class NativeStream(CompiledModel model) : NativeObject
{
    private int _isUsed;

    public override byte Kind => HandleKind.Stream;

    public TaggingStream Stream { get; } = new(model);

    /// <summary>Refuses words by name where the model has none.</summary>
    /// <exception cref="Errors.NativeException">It has none.</exception>
    public void RequireWords()
    {
        if (Stream.Model.Vocabulary is null)
        {
            throw new Errors.NativeException(
                Errors.Status.NoNames, "The model has no vocabulary: it takes word indices only.");
        }
    }

    /// <summary>Takes the stream for one call. A second call at the same time is a mistake of the program.</summary>
    /// <exception cref="Errors.NativeException">Another call has it.</exception>
    public StreamUse Use() => new(Stream, ref _isUsed);
}
