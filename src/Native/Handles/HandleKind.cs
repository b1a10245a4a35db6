namespace FastElman.Native.Handles;

/// <summary>The kinds of objects, as handles carry them.</summary>
internal static class HandleKind
{
    public const byte Model = 1, Tagger = 2, Batch = 3, Stream = 4, Last = Stream;

    /// <summary>The name of a kind in messages.</summary>
    public static string NameOf(byte kind) => kind switch
    {
        Model => "model",
        Tagger => "tagger",
        Batch => "batch",
        _ => "stream",
    };
}
