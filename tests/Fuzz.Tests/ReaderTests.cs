using System.Reflection;
using FastElman.Extensions.Hosting;
using FastElman.Interop;
using FastElman.Training;

namespace FastElman.Fuzz.Tests;

/// <summary>Nothing that is read from outside is left out of fuzzing.</summary>
public sealed class ReaderTests
{
    /// <summary>Each public method that reads bytes, text or files, with its targets.</summary>
    private static readonly Dictionary<string, string[]> Readers = new()
    {
        ["ElmanModel.Load"] = ["safetensors"],
        ["ElmanModel.LoadAsync"] = ["safetensors"],
        ["ElmanModel.TryLoad"] = ["safetensors"],
        ["ServiceTagger.FindSlots"] = ["text"],
        ["Tagger.FindSlots"] = ["text"],
        ["Tagger.TagText"] = ["text"],
        ["Tokenizer.Tokenize"] = ["text"],
        ["TaggingStream.RestoreState"] = ["stream-state", "stream-state-subwords"],
        ["StreamGroup.RestoreState"] = ["stream-state", "stream-state-subwords"],
        ["FoldPickle.Load"] = ["pickle"],
        ["PyTorchModule.Load"] = ["state-dict", "torch-pickle"],
        ["OnnxModel.Load"] = ["onnx"],
        ["TheanoDump.Load"] = ["npz", "dump-folder", "npy"],
        ["Corpus.Load"] = ["corpus-automatic", "corpus-pair", "corpus-folder", "pickle"],
        ["VocabularyPatching.ReadWords"] = ["patch-words"],
        ["WordVectors.Load"] = ["vectors"],
        ["HyperparameterSearch.Run"] = ["search-identity", "search-trial", "search-claim"],
        ["TrainingRun.Resume"] = ["checkpoint", "checkpoint-state"],
    };

    /// <summary>Readers whose input no parameter shows: a path among the options, or in the constructor.</summary>
    private static readonly string[] OfOptions = ["HyperparameterSearch.Run", "TrainingRun.Resume"];

    private static readonly Type[] Assemblies =
        [typeof(ElmanModel), typeof(TheanoDump), typeof(Corpus), typeof(FastElmanSettings)];

    private static readonly string[] NamesOfText = ["path", "file", "folder", "json"];

    [Fact]
    public void Each_public_reader_has_a_target() =>
        Assert.Equal(Readers.Keys.Except(OfOptions).Order(), Found().Distinct().Order());

    [Fact]
    public void Targets_of_readers_exist()
    {
        string[] names = [.. TargetTests.Names.Select(row => row.Data)];
        Assert.All(Readers.Values.SelectMany(targets => targets), target => Assert.Contains(target, names));
    }

    /// <summary>Public methods with a stream, bytes or a path to read.</summary>
    private static IEnumerable<string> Found() =>
        from type in Assemblies.SelectMany(each => each.Assembly.GetExportedTypes())
        from method in type.GetMethods(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where method.GetParameters().Any(IsInput)
        where !method.Name.StartsWith("Save", StringComparison.Ordinal)
            && !method.Name.StartsWith("Write", StringComparison.Ordinal)
        select $"{type.Name}.{method.Name}";

    private static bool IsInput(ParameterInfo parameter) =>
        parameter.ParameterType.IsAssignableTo(typeof(Stream))
        || parameter.ParameterType == typeof(ReadOnlySpan<byte>)
        || parameter.ParameterType == typeof(ReadOnlyMemory<byte>)
        || (parameter.ParameterType == typeof(string) && NamesOfText.Contains(parameter.Name));
}
