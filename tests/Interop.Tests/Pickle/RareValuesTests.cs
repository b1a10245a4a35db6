using System.Text;
using FastElman.Interop.Pickle;
using FastElman.Interop.Theano;

namespace FastElman.Interop.Tests.Pickle;

/// <summary>What pickles may hold and hardly ever do.</summary>
public class RareValuesTests
{
    private static readonly byte[] Bytes = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08];

    [Theory]
    [InlineData("u4", ">", 0x01020304L)]
    [InlineData("<u4", "<", 0x04030201L)]
    [InlineData(">u8", ">", 0x0102030405060708L)]
    [InlineData("|u8", "<", 0x0807060504030201L)]
    [InlineData("=i4", ">", 0x01020304L)]
    [InlineData("i8", "=", 0x0807060504030201L)]
    [InlineData("i1", "|", 1L)]
    [InlineData("u1", "|", 1L)]
    [InlineData("i2", "<", 0x0201L)]
    [InlineData("i2", ">", 0x0102L)]
    [InlineData("u2", "<", 0x0201L)]
    [InlineData("u2", ">", 0x0102L)]
    [InlineData("i4", "<", 0x04030201L)]
    [InlineData("i8", ">", 0x0102030405060708L)]
    public void Numbers_of_either_byte_order_are_read(string type, string order, long expected)
    {
        var dataType = new NumpyDataType(type);
        dataType.SetByteOrder(order);

        Assert.Equal(expected, dataType.Read(Bytes.AsSpan(0, dataType.Size)));
    }

    [Fact]
    public void A_number_beyond_the_largest_is_refused()
    {
        var dataType = new NumpyDataType("u8");
        dataType.SetByteOrder(">");
        Assert.Throws<PickleException>(() => dataType.Read([0x80, 0, 0, 0, 0, 0, 0, 0]));
    }

    [Theory]
    [InlineData("O")]
    [InlineData("O4")]
    [InlineData("O8")]
    public void Every_name_of_objects_is_one_of_objects(string type) => Assert.True(new NumpyDataType(type).IsObject);

    [Fact]
    public void An_array_of_rows_without_columns_has_no_rows()
    {
        var array = new NumpyArray();
        var shape = new object?[] { 1_000_000_000L, 0L };

        array.Set(shape, new NumpyDataType("O"), isFortranOrder: false, new List<object?>(), new MemoryBudget(8, 8));

        Assert.Equal((0, "an array of 0"), (array.Length, PickledValue.Describe(array)));
    }

    [Theory]
    [InlineData("c__builtin__\nbytes\n(K\u0001K\u0001K\u0001tR.")]
    [InlineData("c__builtin__\nbytes\n(K\u0001tR.")]
    [InlineData("c_codecs\nencode\n(K\u0001Vlatin1\ntR.")]
    [InlineData("c_codecs\nencode\n(Va\nK\u0001tR.")]
    [InlineData("ccollections\ndefaultdict\n(K\u0001tR.")]
    [InlineData("cnumpy\ndtype\n(Vi4\ntR.")]
    [InlineData("cnumpy\ndtype\n(K\u0001I0\nI1\ntR.")]
    [InlineData("cnumpy.core.multiarray\nscalar\n(K\u0001K\u0001tR.")]
    [InlineData("cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(VO8\nI0\nI1\ntRC\u0004abcdtR.")]
    [InlineData("cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(Vi8\nI0\nI1\ntRC\u0004abcdtR.")]
    [InlineData("cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(Vi8\nI0\nI1\ntRK\u0001tR.")]
    [InlineData("cnumpy.core.numeric\n_frombuffer\n(K\u0001tR.")]
    public void Other_arguments_are_refused(string pickle) => Assert.Throws<PickleException>(() => Read(pickle));

    [Theory]
    [InlineData("c_codecs\nencode\n(Va\nVlatin-1\ntR.", "a")]
    [InlineData("c__builtin__\nbytes\n(Va\nVlatin1\ntR.", "a")]
    public void Bytes_stand_as_text_of_Latin_1(string pickle, string expected) =>
        Assert.Equal(Encoding.Latin1.GetBytes(expected), Read(pickle));

    [Fact]
    public void A_default_dictionary_without_arguments_is_empty() =>
        Assert.Empty(Assert.IsType<PickleDictionary>(Read("ccollections\ndefaultdict\n)R.")).Items);

    [Fact]
    public void Each_kind_of_value_has_a_name_in_messages()
    {
        Assert.Equal("a number with a fraction", PickledValue.Describe(1.5));
        Assert.Equal("bytes that are no text", PickledValue.Describe(new byte[] { 0xFF }));
        Assert.Equal("\"a\"", PickledValue.Describe("a"u8.ToArray()));
        Assert.Equal("\"a\"", PickledValue.Describe("a"));
        Assert.Equal("nothing", PickledValue.Describe(null));
        Assert.Equal("a truth value", PickledValue.Describe(true));
        Assert.Equal("7", PickledValue.Describe(7L));
        Assert.Equal("a tuple of 2", PickledValue.Describe(new object?[2]));
        Assert.Equal("a list of 1", PickledValue.Describe(new List<object?> { null }));
        Assert.Equal("a dictionary of 0", PickledValue.Describe(new PickleDictionary()));
        Assert.Equal("an array of 0", PickledValue.Describe(new NumpyArray()));
        Assert.Equal("something else", PickledValue.Describe(new object()));
    }

    private static object? Read(string pickle) =>
        PickleReader.Read(
            Encoding.Latin1.GetBytes(pickle), NumpyAllowList.Instance, new MemoryBudget(pickle.Length, pickle.Length));
}
