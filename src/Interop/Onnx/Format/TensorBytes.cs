using Google.Protobuf;

namespace FastElman.Interop.Onnx.Format;

/// <summary>A part of a file that holds the values of a tensor.</summary>
/// <param name="File">All bytes of the file.</param>
/// <param name="Start">The first byte of the values.</param>
/// <param name="Length">Bytes of the values.</param>
/// <param name="IsVarint">
/// Whether they are protobuf's integers of variable length; otherwise they have a fixed size, little-endian.
/// </param>
internal readonly record struct TensorBytes(byte[] File, int Start, int Length, bool IsVarint)
{
    public ReadOnlySpan<byte> Span => File.AsSpan(Start, Length);

    /// <summary>Integers of variable length: each ends with a byte below 128.</summary>
    public int VarintCount
    {
        get
        {
            var count = 0;
            foreach (var each in Span)
            {
                count += each < 0x80 ? 1 : 0;
            }

            return count;
        }
    }

    public CodedInputStream Open() => new(File, Start, Length);
}
