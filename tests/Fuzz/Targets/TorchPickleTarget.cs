using FastElman.Fixtures;
using FastElman.Interop;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// The pickle of a state dict, in a sound archive with some storages: otherwise the checksum of an entry would refuse
/// nearly every one before the pickle is read.
/// </summary>
internal sealed class TorchPickleTarget() : FolderTarget("torch-pickle")
{
    private const int Storages = 8, BytesOfStorage = 4 * ModuleSample.Rows * ModuleSample.Embedding;

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. ("ctorch._utils\n_rebuild_tensor_v2\n|ctorch._utils\n_rebuild_parameter\n|ccollections\nOrderedDict\n"
            + "|ctorch\nFloatStorage\n|ctorch\nHalfStorage\n|ctorch\nLongStorage\n|cposix\nsystem\n"
            + "|X\u0007\0\0\0storage|X\u0003\0\0\0cpu|X\u0001\0\0\00|Q|tQ|(|t|R|)|}|u|s|b|.|N|K\u0001|K\u0000|I01\n"
            + "|h\0|q\0")
            .Split('|').Select(System.Text.Encoding.Latin1.GetBytes),
    ];

    // A pickle has a budget of its own for the smallest file.
    public override long AllowedBytes => 32 << 20;

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (var isBidirectional in (bool[])[false, true])
        {
            // Storages are shared: there are fewer than tensors.
            yield return TorchFile.OfStateDict(new ModuleSample(isBidirectional: isBidirectional).Tensors.Select(
                (tensor, i) => tensor with
                {
                    StorageKey = $"{i % Storages}",
                    StorageCount = BytesOfStorage / sizeof(float),
                })).Pickle;
        }
    }

    public override bool IsRefusal(Exception exception) => exception is ModelFormatException;

    public override int Run(byte[] input)
    {
        var file = new TorchFile().RawBytes(input);
        for (var i = 0; i < Storages; i++)
        {
            file.Entry($"archive/data/{i}", new byte[BytesOfStorage]);
        }

        file.Write(Folder.File("m.pt"));
        var model = PyTorchModule.Load(Folder.File("m.pt"));
        return HashCode.Combine(model.Shape.Variant, Magnitude(model.Shape.HiddenSize));
    }
}
