using System.Text;
using CsCheck;
using FastElman.Interop.Numpy;

namespace FastElman.Interop.Tests.Numpy;

public sealed class NpyHeaderParserTests
{
    [Theory]
    [InlineData(NpyBytes.SoundText)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }        \n")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4,)}")]
    [InlineData("{ 'shape':(3,4),'fortran_order':False,  'descr':'<f4'}")]
    [InlineData("""{"descr": "<f4", "fortran_order": False, "shape": (3, 4), }""")]
    [InlineData(" \t{\n'descr' :'<f4' ,\r\n'fortran_order' : False , 'shape' : ( 3 , 4 ) , } ")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3L, 4L), }")]
    public void The_three_keys_are_read_however_they_are_written(string text)
    {
        var header = Parse(text);

        Assert.Equal([3, 4], header.Shape);
        Assert.Equal((false, false, 4), (header.IsFortranOrder, header.IsBigEndian, header.ElementSize));
    }

    [Fact]
    public void Type_and_order_are_read()
    {
        var header = Parse("{'descr': '>f8', 'fortran_order': True, 'shape': (7,), }");

        Assert.Equal([7], header.Shape);
        Assert.Equal((true, true, 8), (header.IsFortranOrder, header.IsBigEndian, header.ElementSize));
    }

    [Fact]
    public void A_dimension_may_be_zero_or_the_largest() =>
        Assert.Equal([0, int.MaxValue], Parse(WithShape("(0, 2147483647)")).Shape);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{,}")]
    [InlineData("None")]
    [InlineData("__import__('os').getcwd()")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}")]
    [InlineData("{'descr': '<f4', 'shape': (3, 4)}")]
    [InlineData("{'fortran_order': False, 'shape': (3, 4)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), 'extra': 1}")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), 'shape': (3, 4)}")]
    [InlineData("{'descr': '<f4' 'fortran_order': False, 'shape': (3, 4)}")]
    [InlineData("{'descr': '<f4',, 'fortran_order': False, 'shape': (3, 4)}")]
    [InlineData("{'descr' '<f4', 'fortran_order': False, 'shape': (3, 4)}")]
    [InlineData("{descr: '<f4', 'fortran_order': False, 'shape': (3, 4)}")]
    [InlineData("{b'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)}")]
    [InlineData("{'descr\": '<f4', 'fortran_order': False, 'shape': (3, 4)}")]
    [InlineData("{'desc\\x72': '<f4', 'fortran_order': False, 'shape': (3, 4)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)} or 1")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)}\0")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3")]
    [InlineData("['descr', '<f4', 'fortran_order', False, 'shape', (3, 4)]")]
    public void Anything_else_is_refused(string text) => Refused(text);

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("'False'")]
    [InlineData("None")]
    [InlineData("false")]
    [InlineData("Falsey")]
    [InlineData("not True")]
    public void An_order_that_is_not_True_or_False_is_refused(string order) =>
        Refused($"{{'descr': '<f4', 'fortran_order': {order}, 'shape': (3, 4)}}");

    [Theory]
    [InlineData("|f4")]
    [InlineData("f4")]
    [InlineData("|f2")]
    [InlineData("<f16")]
    [InlineData("<i4")]
    [InlineData("<i8")]
    [InlineData("|u1")]
    [InlineData("|b1")]
    [InlineData("<c8")]
    [InlineData("<U3")]
    [InlineData("|O")]
    [InlineData("<q9")]
    [InlineData("")]
    public void A_type_that_is_not_a_float_of_16_32_or_64_bits_is_refused_by_name(string descr)
    {
        var error = Refused($"{{'descr': '{descr}', 'fortran_order': False, 'shape': (3, 4)}}");

        Assert.Equal(descr, error.Found);
    }

    [Fact]
    public void A_structured_type_is_refused() =>
        Refused("{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (2,)}");

    [Theory]
    [InlineData("12")]
    [InlineData("(12)")]
    [InlineData("()")]
    [InlineData("(,)")]
    [InlineData("(2, 3, 4)")]
    [InlineData("(3 4)")]
    [InlineData("(3, -4)")]
    [InlineData("(-3, -4)")]
    [InlineData("(+3, 4)")]
    [InlineData("(03, 4)")]
    [InlineData("(3.0, 4)")]
    [InlineData("(3_0, 4)")]
    [InlineData("(0x3, 4)")]
    [InlineData("(3l, 4)")]
    [InlineData("(3LL, 4)")]
    [InlineData("(L, 4)")]
    [InlineData("(2+1, 4)")]
    [InlineData("(True, 4)")]
    [InlineData("((3, 4))")]
    [InlineData("[3, 4]")]
    [InlineData("(2147483648, 4)")]
    [InlineData("(4611686018427387907, 4)")]
    [InlineData("(99999999999999999999999, 4)")]
    [InlineData("(3, 4")]
    public void A_shape_that_is_not_one_or_two_whole_numbers_is_refused(string shape) => Refused(WithShape(shape));

    [Fact]
    public void A_shape_of_three_numbers_is_shown() =>
        Assert.StartsWith("(2, 3, 4)", Refused(WithShape("(2, 3, 4)")).Found, StringComparison.Ordinal);

    [Fact]
    public void The_long_suffix_of_python_2_is_refused_in_version_3() =>
        Assert.Throws<ModelFormatException>(() => Parse(WithShape("(3L, 4L)"), allowLongSuffix: false));

    [Theory]
    [InlineData('(')]
    [InlineData('{')]
    [InlineData('[')]
    public void Deep_nesting_is_refused_and_exhausts_nothing(char opening)
    {
        Refused(WithShape(new string(opening, 1_000_000)));
        Refused(new string(opening, 1_000_000));
    }

    [Fact]
    public void Any_bytes_either_parse_or_are_refused_with_one_line() =>
        Gen.OneOf(
            Gen.Byte.Array[0, 80],
            from place in Gen.Int[0, NpyBytes.SoundText.Length - 1]
            from inserted in Gen.OneOf(
                Gen.Byte.Array[0, 3],
                Gen.Char["{}()',: L0123456789\"\\\n"].Array[0, 3].Select(text => Encoding.ASCII.GetBytes(text)))
            from removed in Gen.Int[0, 3]
            let sound = Encoding.ASCII.GetBytes(NpyBytes.SoundText)
            select (byte[])[.. sound.Take(place), .. inserted, .. sound.Skip(place + removed)]).Sample(
            text =>
            {
                try
                {
                    new NpyHeaderParser(text, allowLongSuffix: true, new("x.npy")).Parse();
                }
                catch (ModelFormatException exception)
                {
                    Assert.DoesNotContain('\n', exception.Message);
                }
            },
            iter: 20_000);

    private static string WithShape(string shape) => $"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}";

    private static NpyHeader Parse(string text, bool allowLongSuffix = true) =>
        new NpyHeaderParser(Encoding.UTF8.GetBytes(text), allowLongSuffix, new("x.npy")).Parse();

    private static ModelFormatException Refused(string text)
    {
        var error = Assert.Throws<ModelFormatException>(() => Parse(text));
        Assert.Equal("x.npy", error.File);
        return error;
    }
}
