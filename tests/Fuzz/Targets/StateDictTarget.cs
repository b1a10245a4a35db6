using FastElman.Fixtures;
using FastElman.Interop;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// The state dict of a PyTorch module, as an archive of torch.save or as safetensors. What is accepted goes out again
/// and comes back as the same model.
/// </summary>
internal sealed class StateDictTarget() : FileTarget("state-dict", "m.pt")
{
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. ("PK\u0001\u0002|PK\u0003\u0004|PK\u0005\u0006|data.pkl|../|constants.pkl|byteorder|rnn.weight_ih_l0"
            + "|_reverse|_l1|F16|BF16|F64|I64|[6, 5]|format|fastelman.config|initial_state|transitions")
            .Split('|').Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    // A pickle has a budget of its own for the smallest file.
    public override long AllowedBytes => 32 << 20;

    public override IEnumerable<byte[]> Seeds()
    {
        using var folder = new TemporaryFolder();
        foreach (var isBidirectional in (bool[])[false, true])
        {
            var tensors = new ModuleSample(isBidirectional: isBidirectional).Tensors;
            yield return ModuleSample.Safetensors(tensors);
            TorchFile.OfStateDict(tensors).Write(folder.File("m"));
            yield return File.ReadAllBytes(folder.File("m"));
        }

        foreach (var model in SeedModels.All)
        {
            PyTorchModule.Save(model, folder.File("m"));
            yield return File.ReadAllBytes(folder.File("m"));
        }
    }

    public override bool IsRefusal(Exception exception) => exception is ModelFormatException;

    protected override int Run(string file, byte[] input)
    {
        var model = PyTorchModule.Load(file);
        PyTorchModule.Save(model, Folder.File("again"));
        Require(
            PyTorchModule.Load(Folder.File("again")).Fingerprint == model.Fingerprint,
            "a model is the same after it went out and came back");
        Require(PyTorchModule.GetSource(model).EndsWith('\n'), "a model has a module");
        return HashCode.Combine(model.Shape.Variant, model.Decoding, Magnitude(model.Shape.VocabularySize));
    }
}
