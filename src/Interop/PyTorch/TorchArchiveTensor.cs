using System.IO.Compression;
using FastElman.Files;

namespace FastElman.Interop.PyTorch;

/// <summary>A tensor of an archive of torch.save: a view of a storage, which is an entry of its own.</summary>
/// <param name="name">Its name in the state dict.</param>
/// <param name="view">The storage, and where the tensor lies in it.</param>
/// <param name="entries">The entries of the archive by their names.</param>
/// <param name="root">The folder in the archive.</param>
/// <param name="path">The file, for messages.</param>
internal sealed class TorchArchiveTensor(
    string name, TorchTensor view, Dictionary<string, ZipArchiveEntry> entries, string root, string path)
    : StateDictTensor(name, view.Storage.ElementType, view.Shape, path)
{
    private readonly string _path = path;
    private readonly TorchTensor _view = view;

    private string EntryName => $"{root}/data/{_view.Storage.Key}";

    public override bool SharesDataWith(StateDictTensor other) =>
        ((TorchArchiveTensor)other)._view.MayOverlap(_view);

    public override void Read(Span<float> values)
    {
        var range = _view.IsContiguous ? null : new float[_view.Extent];
        var entry = entries[EntryName];
        try
        {
            TorchArchive.RequireSound(entry, _path, Name);
            using var stream = entry.Open();
            Skip(stream, _view.Offset * _view.Storage.ElementSize);
            var described = new TensorEntry(Name, ElementType, Shape, 0, 0);
            TensorValues.Read(stream, described, range ?? values, _path, CancellationToken.None);
        }
        catch (Exception exception) when (TorchArchive.IsDamage(exception))
        {
            throw Error($"the entry {EntryName} is damaged", found: exception.Message);
        }

        if (range is not null)
        {
            Gather(range, values);
        }
    }

    protected override void RequireData()
    {
        var storage = _view.Storage;
        var bytes = (Int128)storage.Count * storage.ElementSize;
        if (!entries.TryGetValue(EntryName, out var entry) || entry.Length != bytes)
        {
            throw Error(
                "its storage is not in the archive, or has another length",
                $"{bytes} bytes in {EntryName}",
                entry is null ? "no such entry" : $"{entry.Length} bytes");
        }

        if (_view.Extent > Array.MaxLength)
        {
            throw Error("it is spread too wide", $"at most {Array.MaxLength} elements", $"{_view.Extent}");
        }
    }

    /// <summary>Puts the elements of a view that does not lie row by row into their places.</summary>
    private void Gather(ReadOnlySpan<float> range, Span<float> values)
    {
        var index = new long[Shape.Length];
        var position = 0L;
        foreach (ref var value in values)
        {
            value = range[(int)position];
            for (var axis = Shape.Length - 1; axis >= 0; axis--)
            {
                position += _view.Strides[axis];
                if (++index[axis] < Shape[axis])
                {
                    break;
                }

                position -= index[axis] * _view.Strides[axis];
                index[axis] = 0;
            }
        }
    }

    private static void Skip(Stream stream, long count)
    {
        Span<byte> buffer = stackalloc byte[4096];
        for (; count > 0; count -= buffer.Length)
        {
            buffer = buffer[..(int)Math.Min(buffer.Length, count)];
            stream.ReadExactly(buffer);
        }
    }
}
