using FastElman.Fixtures;
using FastElman.Interop;

namespace FastElman.Interop.Tests.Layouts;

/// <summary>A model with vectors of subwords, in files that cannot hold them.</summary>
public sealed class SubwordLossTests
{
    [Fact]
    public void An_ONNX_file_has_the_network_without_subwords_and_says_so()
    {
        var model = Model();
        using var folder = new TemporaryFolder();
        var path = folder.File("model.onnx");

        OnnxModel.Save(model, path);

        Assert.Contains("subwords", Assert.Single(OnnxModel.GetLosses(model)));
        Assert.Equal(model.WithoutSubwords().Fingerprint, OnnxModel.Load(path).Fingerprint);
    }

    [Fact]
    public void A_state_dict_has_the_network_without_subwords_and_says_so()
    {
        var model = Model();
        using var folder = new TemporaryFolder();
        var path = folder.File("model.safetensors");

        PyTorchModule.Save(model, path);

        Assert.Contains("subwords", Assert.Single(PyTorchModule.GetLosses(model)));
        Assert.Equal(model.WithoutSubwords().Fingerprint, PyTorchModule.Load(path).Fingerprint);
        Assert.Empty(PyTorchModule.GetLosses(model.WithoutSubwords()));
    }

    private static ElmanModel Model()
    {
        var shape = new ElmanShape(5, 4, 6, 3, 3, NetworkVariant.Tutorial, subwordCount: 30);
        return ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 1), RandomModel.Vocabulary(shape), RandomModel.Labels(shape));
    }
}
