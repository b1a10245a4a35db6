using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace FastElman.Fixtures;

/// <summary>
/// Makes the archives of torch.save byte by byte, sound and broken, without the code under test: a pickle of protocol 2
/// and an entry for each storage.
/// </summary>
public sealed class TorchFile
{
    private readonly List<byte> _pickle = [0x80, 2];
    private readonly List<(string Name, byte[] Bytes)> _storages = [];
    private readonly List<(string Name, byte[] Bytes)> _others = [];

    public string Root { get; init; } = "archive";

    /// <summary>The bytes of the pickle.</summary>
    public byte[] Pickle => [.. _pickle, (byte)'.'];

    public CompressionLevel Compression { get; init; } = CompressionLevel.NoCompression;

    /// <summary>
    /// An archive whose pickle is one OrderedDict of these tensors, with the versions of its modules.
    /// </summary>
    public static TorchFile OfStateDict(params IEnumerable<NamedTensor> tensors)
    {
        var file = new TorchFile();
        file.BeginDictionary();
        foreach (var tensor in tensors)
        {
            file.Item(tensor.Name, () => file.Tensor(tensor));
        }

        file.EndDictionary();

        // state_dict._metadata, set as an attribute.
        return file.Raw("}").Text("_metadata").Raw("}sb");
    }

    /// <summary>Bytes of the pickle as they are.</summary>
    public TorchFile Raw(string latin1)
    {
        _pickle.AddRange(Encoding.Latin1.GetBytes(latin1));
        return this;
    }

    /// <summary>All of the pickle.</summary>
    public TorchFile RawBytes(ReadOnlySpan<byte> pickle)
    {
        _pickle.Clear();
        _pickle.AddRange(pickle);
        return this;
    }

    public TorchFile Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _pickle.AddRange([(byte)'X', .. Number(bytes.Length, 4), .. bytes]);
        return this;
    }

    public TorchFile Integer(long value)
    {
        _pickle.AddRange([0x8A, 8, .. Number(value, 8)]);
        return this;
    }

    public TorchFile BeginDictionary() => Raw("ccollections\nOrderedDict\n)R(");

    public TorchFile Item(string key, Action value)
    {
        Text(key);
        value();
        return this;
    }

    public TorchFile EndDictionary() => Raw("u");

    /// <summary>An entry of the archive beside those of torch.save.</summary>
    public TorchFile Entry(string name, params byte[] bytes)
    {
        _others.Add((name, bytes));
        return this;
    }

    public TorchFile Tensor(NamedTensor tensor)
    {
        var key = tensor.StorageKey ?? $"{_storages.Count}";
        if (!_storages.Exists(each => each.Name == key))
        {
            _storages.Add((key, tensor.StorageBytes));
        }

        if (tensor.IsParameter)
        {
            Raw("ctorch._utils\n_rebuild_parameter\n(");
        }

        Raw("ctorch._utils\n_rebuild_tensor_v2\n((").Text("storage").Raw($"ctorch\n{tensor.StorageType}\n").Text(key);
        Text("cpu").Integer(tensor.StorageCount).Raw("tQ").Integer(tensor.Offset);
        Tuple(tensor.Shape);
        Tuple(tensor.Strides);
        Raw("\u0089ccollections\nOrderedDict\n)RtR");
        return tensor.IsParameter ? Raw("\u0088ccollections\nOrderedDict\n)RtR") : this;
    }

    public void Write(string path)
    {
        using var stream = new FileStream(path, FileMode.Create);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        Add(archive, $"{Root}/data.pkl", Pickle);
        foreach (var (name, bytes) in _storages)
        {
            Add(archive, $"{Root}/data/{name}", bytes);
        }

        foreach (var (name, bytes) in _others)
        {
            Add(archive, name, bytes);
        }

        Add(archive, $"{Root}/version", "3\n"u8.ToArray());
    }

    private void Add(ZipArchive archive, string name, byte[] bytes)
    {
        using var entry = archive.CreateEntry(name, Compression).Open();
        entry.Write(bytes);
    }

    private void Tuple(long[] values)
    {
        Raw("(");
        foreach (var value in values)
        {
            Integer(value);
        }

        Raw("t");
    }

    private static byte[] Number(long value, int length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes[..length];
    }
}
