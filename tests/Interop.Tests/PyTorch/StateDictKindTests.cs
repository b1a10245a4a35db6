using FastElman.Files;
using FastElman.Fixtures;

namespace FastElman.Interop.Tests.PyTorch;

/// <summary>A file is known as a state dict, or as none, by what is in it, and stays where it was.</summary>
public sealed class StateDictKindTests : IDisposable
{
    private static readonly ModuleSample Sample = new();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_archive_of_torch_save_is_one()
    {
        TorchFile.OfStateDict(Sample.Tensors).Write(_folder.File("m.pt"));

        Assert.True(IsStateDict(FileKind.Zip, File.ReadAllBytes(_folder.File("m.pt"))));
    }

    [Fact]
    public void Other_archives_and_damaged_ones_are_none()
    {
        new TorchFile { Root = "w" }.Write(_folder.File("m.pt"));
        var archive = File.ReadAllBytes(_folder.File("m.pt"));
        TheanoDump.Save(
            ElmanModel.Create(RandomModel.Parameters(new ElmanShape(2, 2, 3, 2, 1), seed: 1)), _folder.File("d.npz"));

        Assert.False(IsStateDict(FileKind.Zip, File.ReadAllBytes(_folder.File("d.npz"))));
        Assert.False(IsStateDict(FileKind.Zip, archive[..^8]));
        Assert.False(IsStateDict(FileKind.Zip, "PK\u0003\u0004"u8.ToArray()));
    }

    [Fact]
    public void A_safetensors_file_is_one_by_its_names_or_those_of_the_user()
    {
        var bytes = ModuleSample.Safetensors(Sample.Tensors);
        var others = ModuleSample.Safetensors([new("weights", [1], [0])]);

        Assert.True(IsStateDict(FileKind.Safetensors, bytes));
        Assert.False(IsStateDict(FileKind.Safetensors, others));
        Assert.True(IsStateDict(FileKind.Safetensors, others, isNamed: true));
        Assert.False(IsStateDict(FileKind.Safetensors, bytes[..20], isNamed: true));
    }

    [Fact]
    public void A_model_file_of_ours_and_any_other_kind_are_none()
    {
        var model = ElmanModel.Create(RandomModel.Parameters(new ElmanShape(2, 2, 3, 2, 1), seed: 1));
        model.Save(_folder.File("m.safetensors"));

        Assert.False(IsStateDict(
            FileKind.Safetensors, File.ReadAllBytes(_folder.File("m.safetensors")), isNamed: true));
        Assert.False(IsStateDict(FileKind.Pickle, [0x80, 2, (byte)'.'], isNamed: true));
    }

    [Fact]
    public void Only_a_state_dict_of_ours_says_its_network()
    {
        PyTorchModule.Save(
            ElmanModel.Create(RandomModel.Parameters(new ElmanShape(2, 2, 3, 2, 1), seed: 1)), _folder.File("ours"));

        Assert.True(PyTorchModule.SaysItsNetwork(_folder.File("ours")));
        Assert.False(PyTorchModule.SaysItsNetwork(_folder.Write("m", ModuleSample.Safetensors(Sample.Tensors))));
    }

    [Fact]
    public void Options_are_shown_as_they_are_set()
    {
        Assert.Equal(
            "activation as in the file, window as in the file, padding row as in the file, 0 names",
            $"{new PyTorchLoadOptions()}");
        Assert.Equal(
            "activation Relu, window 3, padding row 0, 1 names",
            $"{new PyTorchLoadOptions
            {
                Activation = HiddenActivation.Relu,
                WindowSize = 3,
                PaddingIndex = 0,
                TensorNames = { ["rnn"] = "r" },
            }}");
    }

    private static bool IsStateDict(FileKind kind, byte[] bytes, bool isNamed = false)
    {
        using var stream = new MemoryStream(bytes);
        var isStateDict = PyTorchModule.IsStateDict(stream, kind, "file", isNamed);
        Assert.Equal(0, stream.Position);
        return isStateDict;
    }
}
