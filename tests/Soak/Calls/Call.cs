namespace FastElman.Soak.Calls;

/// <summary>Something that a thread can do again and again.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Weight">How often it is drawn, compared with others.</param>
/// <param name="IsRight">Does it, with random numbers of the thread; whether all answers were right.</param>
internal sealed record Call(string Name, int Weight, Func<Random, bool> IsRight);
