using FastElman.Files;

namespace FastElman.Interop.PyTorch;

/// <summary>A state dict in a safetensors file, as <c>safetensors.torch.save_file</c> writes it.</summary>
internal static class SafetensorsStateDict
{
    /// <param name="stream">The file at its first byte.</param>
    /// <param name="path">Its name for messages.</param>
    public static StateDict Open(Stream stream, string path)
    {
        var header = SafetensorsHeader.Read(stream, path);
        var start = stream.Position;
        return new StateDict(
            path,
            [.. header.Tensors.Select(entry => new Tensor(entry, stream, start, path))],
            header.Metadata,
            stream);
    }

    /// <summary>
    /// Whether the tensors have the names of a recurrent layer of PyTorch, or are named by the user. The stream stays
    /// where it is.
    /// </summary>
    public static bool IsStateDict(Stream stream, string path, bool isNamed)
    {
        var start = stream.Position;
        try
        {
            var header = SafetensorsHeader.Read(stream, path);
            return !ModelMetadata.IsOurs(header.Metadata) && (isNamed || ForeignTensors.IsPyTorch(header.Tensors));
        }
        catch (ModelFormatException)
        {
            // Whoever reads it says what is wrong.
            return false;
        }
        finally
        {
            stream.Position = start;
        }
    }

    private sealed class Tensor(TensorEntry entry, Stream stream, long start, string file)
        : StateDictTensor(entry.Name, entry.ElementType, entry.Dimensions, file)
    {
        private readonly string _file = file;

        public override void Read(Span<float> values)
        {
            stream.Position = start + entry.Begin;
            TensorValues.Read(stream, entry, values, _file, CancellationToken.None);
        }

        protected override void RequireData()
        {
            var bytes = Shape.Aggregate(
                (Int128)TensorValues.SizeOf(ElementType), (product, dimension) => product * dimension);
            if (bytes != entry.End - entry.Begin)
            {
                throw Error("its data do not fit its shape", $"{bytes} bytes", $"{entry.End - entry.Begin}");
            }
        }
    }
}
