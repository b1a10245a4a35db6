using FastElman.Fixtures;

namespace FastElman.Interop.Tests.PyTorch;

/// <summary>
/// Pickles of tensors, of which each part once is another than torch.save writes. Each gives a refusal or the tensor.
/// </summary>
public sealed class HostilePickleTests : IDisposable
{
    /// <summary>The parts of a storage: its kind, class, key, device and number of elements.</summary>
    private static readonly string[] Storage =
        ["X\u0007\0\0\0storage", "ctorch\nFloatStorage\n", "X\u0001\0\0\00", "X\u0003\0\0\0cpu", "K\u0001"];

    /// <summary>The parts of a tensor: its storage, offset, size, strides, need of gradients, and hooks.</summary>
    private static readonly string[] Tensor =
        [$"({string.Concat(Storage)}tQ", "K\0", "(K\u0001t", "(K\u0001t", "\u0089", "N"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "X\u0007\0\0\0memory ")]
    [InlineData(0, "K\u0001")]
    [InlineData(1, "N")]
    [InlineData(1, "ctorch._utils\n_rebuild_parameter\n")]
    [InlineData(2, "K\u0001")]
    [InlineData(3, "N")]
    [InlineData(4, "N")]
    [InlineData(4, "J\u00ff\u00ff\u00ff\u00ff")]
    [InlineData(4, "")]
    [InlineData(4, "K\u0001K\u0001")]
    public void A_storage_of_other_parts_is_none(int part, string other) =>
        Assert.Contains("no storage", Problem($"({With(Storage, part, other)}tQ"), StringComparison.Ordinal);

    [Theory]
    [InlineData("N")]
    [InlineData("K\u0001")]
    [InlineData("X\u0001\0\0\00")]
    public void A_reference_that_is_no_tuple_is_no_storage(string reference) =>
        Assert.Contains("no storage", Problem($"{reference}Q"), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "N")]
    [InlineData(1, "N")]
    [InlineData(2, "K\u0001")]
    [InlineData(2, "(Nt")]
    [InlineData(2, "(K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001t")]
    [InlineData(3, "K\u0001")]
    [InlineData(3, "(X\u0001\0\0\01t")]
    [InlineData(4, "K\u0001")]
    [InlineData(5, "")]
    [InlineData(5, "NNN")]
    public void A_tensor_of_other_parts_is_refused(int part, string other) =>
        Assert.Contains("arguments", Problem(TensorOf(With(Tensor, part, other))), StringComparison.Ordinal);

    [Theory]
    [InlineData(3, "(t")]
    [InlineData(2, "(K\u0001K\u0001t")]
    public void A_tensor_of_fewer_strides_than_dimensions_is_refused(int part, string other) =>
        Assert.Contains("beyond its storage", Problem(TensorOf(With(Tensor, part, other))), StringComparison.Ordinal);

    [Theory]
    [InlineData("N")]
    [InlineData("NN")]
    [InlineData("N}")]
    [InlineData("Nccollections\nOrderedDict\n)R")]
    public void A_tensor_without_anything_to_be_done_is_read(string hooks) =>
        Assert.Contains(
            "no recurrent layer", Problem(TensorOf(With(Tensor, 5, hooks))), StringComparison.Ordinal);

    [Theory]
    [InlineData("NK\u0001")]
    [InlineData("N}X\u0003\0\0\0neg\u0088s")]
    public void A_tensor_with_something_to_be_done_is_refused(string hooks) =>
        Assert.Contains("negated", Problem(TensorOf(With(Tensor, 5, hooks))), StringComparison.Ordinal);

    [Theory]
    [InlineData("{0}\u0088N", "no recurrent layer")]
    [InlineData("{0}NN", "arguments")]
    [InlineData("N\u0088N", "arguments")]
    [InlineData("{0}\u0088", "arguments")]
    public void A_parameter_is_a_tensor_a_truth_value_and_hooks(string parts, string problem)
    {
        var tensor = TensorOf(string.Concat(Tensor));
        var arguments = parts.Replace("{0}", tensor, StringComparison.Ordinal);

        Assert.Contains(
            problem, Problem($"ctorch._utils\n_rebuild_parameter\n({arguments}tR"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("]}b")]
    [InlineData("}]b")]
    public void State_of_anything_but_a_dictionary_is_refused(string pickle) =>
        Assert.Contains("gives state to what has none", Problem(pickle), StringComparison.Ordinal);

    [Fact]
    public void A_name_that_stands_twice_in_a_dictionary_is_refused()
    {
        var item = $"X\u0001\0\0\0w{TensorOf(string.Concat(Tensor))}s";

        Assert.Contains("two tensors of this name", Refusal($"}}{item}{item}"), StringComparison.Ordinal);
    }

    private static string With(string[] parts, int part, string other) =>
        string.Concat(parts.Select((each, i) => i == part ? other : each));

    private static string TensorOf(string parts) => $"ctorch._utils\n_rebuild_tensor_v2\n({parts}tR";

    /// <summary>What is wrong with a dictionary that has a value.</summary>
    private string Problem(string value) => Refusal($"}}X\u0001\0\0\0w{value}s");

    private string Refusal(string pickle)
    {
        var path = _folder.File("m.pt");
        new TorchFile().Raw(pickle).Entry("archive/data/0", 0, 0, 0, 0).Write(path);
        return Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(path)).Message;
    }
}
