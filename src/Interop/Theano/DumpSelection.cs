using FastElman.Model;

namespace FastElman.Interop.Theano;

/// <summary>
/// Decides which file is which tensor. A name of either dialect takes precedence over one that differs in case. Where
/// two files remain for one tensor (say <c>w.npy</c> of one run and <c>W.npy</c> of another), the shapes decide.
/// </summary>
internal static class DumpSelection
{
    /// <summary>Ways to combine the files, at most. Two dialects side by side make eight.</summary>
    private const int MostCombinations = 64;

    /// <summary>Finds the seven tensors. Reads headers only.</summary>
    /// <param name="files">The files of the dump that have the name of a tensor, in upper or lower case.</param>
    /// <param name="path">The dump, for messages.</param>
    /// <returns>The tensors in the order of <see cref="ElmanTensor"/> and the sizes that follow from them.</returns>
    public static (IReadOnlyList<DumpTensor> Tensors, ElmanShape Shape) Choose(
        IReadOnlyList<DumpFile> files, string path)
    {
        var candidates = TensorNames.Tutorial.Select(tensor => Candidates(tensor, files, path)).ToArray();
        var combinations = candidates.Aggregate(
            1L, (product, some) => Math.Min(product * some.Length, MostCombinations + 1));
        if (combinations > MostCombinations)
        {
            throw new ModelFormatException(
                "holds too many files that differ only in upper and lower case", path, expected: "one of each name");
        }

        ModelFormatException? misfit = null;
        (DumpTensor[] Tensors, ElmanShape Shape)? chosen = null;
        foreach (var tensors in Combinations([.. candidates.Select(ReadHeaders)]))
        {
            var problem = DumpShape.TryInfer(tensors, out var shape);
            if (problem is not null)
            {
                misfit ??= problem;
            }
            else if (chosen is { } first)
            {
                throw Ambiguous(first.Tensors, tensors, path);
            }
            else
            {
                chosen = (tensors, shape!);
            }
        }

        return chosen ?? throw misfit!;
    }

    private static DumpFile[] Candidates(ElmanTensor tensor, IReadOnlyList<DumpFile> files, string path)
    {
        DumpFile[] exact = [.. files.Where(file => tensor.HasExactName(file.Name))];
        DumpFile[] candidates = exact.Length > 0 ? exact : [.. files.Where(file => tensor.HasName(file.Name))];
        return candidates.Length > 0
            ? candidates
            : throw new ModelFormatException(
                "is missing", path, tensor.FileName(), tensor.DumpName(TheanoDialect.Rnnslu), "no such file");
    }

    private static DumpTensor[] ReadHeaders(DumpFile[] candidates, int tensor) =>
        [.. candidates.Select(file => new DumpTensor((ElmanTensor)tensor, file, file.ReadHeader((ElmanTensor)tensor)))];

    private static IEnumerable<DumpTensor[]> Combinations(DumpTensor[][] candidates) =>
        candidates.Aggregate<DumpTensor[], IEnumerable<DumpTensor[]>>(
            [[]],
            (combinations, some) => combinations.SelectMany(
                _ => some, (combination, tensor) => (DumpTensor[])[.. combination, tensor]));

    private static ModelFormatException Ambiguous(DumpTensor[] first, DumpTensor[] second, string path)
    {
        var (one, other) = first.Zip(second).First(pair => pair.First.File != pair.Second.File);
        return new ModelFormatException(
            "is ambiguous: the shapes of two files fit",
            path,
            one.Tensor.FileName(),
            "one file",
            $"{one.File.Name} and {other.File.Name}");
    }
}
