using System.Buffers.Binary;
using FastElman.Fixtures;
using FastElman.Model;

namespace FastElman.Tests.Model;

public sealed class LittleEndianTests
{
    [Fact]
    public void The_bytes_are_those_of_the_file_and_come_back_as_the_same_floats()
    {
        float[] values = [1f, -0f, float.Epsilon, float.MaxValue, float.NegativeInfinity, 1984.5f];
        var bytes = LittleEndian.BytesOf(values).ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            Assert.Equal(
                BitConverter.SingleToInt32Bits(values[i]), BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4 * i)));
        }

        var read = new float[values.Length];
        bytes.CopyTo(System.Runtime.InteropServices.MemoryMarshal.AsBytes(read.AsSpan()));
        LittleEndian.ToNative(read);
        Fixtures.Bits.AssertEqual(values, read);
    }
}
