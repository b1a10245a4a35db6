using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FastElman.Model;

namespace FastElman.Training.Runs;

/// <summary>
/// The SHA-256 of what determines a training run, given as lists of numbers and texts. The length of each list is
/// hashed too, so that two lists differ from their concatenation.
/// </summary>
internal sealed class RunHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }

    public void Add(ReadOnlySpan<int> numbers)
    {
        Add(numbers.Length);
        foreach (var number in numbers)
        {
            Add(number);
        }
    }

    public void Add(IReadOnlyList<string> texts)
    {
        Add(texts.Count);
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Add(bytes.Length);
            _hash.AppendData(bytes);
        }
    }

    public void Add(ElmanParameters parameters)
    {
        foreach (var tensor in parameters.Shape.Tensors)
        {
            _hash.AppendData(LittleEndian.BytesOf(parameters[tensor]));
        }
    }

    /// <summary>The hash of everything added, in lower-case hexadecimal.</summary>
    public string Complete() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
