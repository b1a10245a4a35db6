using System.Text.Json;
using FastElman.Interop;

namespace FastElman.Native.Tests;

/// <summary>
/// A network that Theano trained, and the sentences of its test set. A test is skipped where they are absent.
/// </summary>
internal static class AtisTestSet
{
    public static ElmanModel Model => TheanoDump.Load(Path.Combine(Folder, "params"));

    /// <summary>Word indices.</summary>
    public static int[][] Sentences =>
    [
        .. from sentence in JsonElement.Parse(File.ReadAllBytes(Path.Combine(Folder, "sentences.json")))
               .GetProperty("sentences").EnumerateArray()
           where sentence.GetProperty("set").ValueEquals("test")
           select sentence.GetProperty("words").EnumerateArray().Select(word => word.GetInt32()).ToArray(),
    ];

    public static string Folder => SharedData.PathOf("golden", "atis-trained-100");
}
