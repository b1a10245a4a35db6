namespace FastElman.Extensions.Hosting;

/// <summary>How changes of a model file are noticed.</summary>
public enum ReloadMode
{
    /// <summary>Not at all: only <see cref="IModelProvider.ReloadAsync"/> reads the file again.</summary>
    Off = 0,

    /// <summary>The operating system tells; for what it does not tell, the file is polled as well.</summary>
    Watch = 1,

    /// <summary>
    /// By looking at the file from time to time: for network shares and containers whose volumes send no events.
    /// </summary>
    Poll = 2,
}
