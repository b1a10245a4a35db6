using System.Text;
using FastElman.Interop.Pickle;

namespace FastElman.Interop.Tests.Pickle;

/// <summary>Pickles written by hand, a Latin-1 character per byte.</summary>
public class PickleReaderTests
{
    [Theory]
    [InlineData("N.", null)]
    [InlineData("I01\n.", true)]
    [InlineData("I00\n.", false)]
    [InlineData("\u0080\u0002\u0088.", true)]
    [InlineData("\u0080\u0002\u0089.", false)]
    [InlineData("I-5\n.", -5L)]
    [InlineData("I1\n.", 1L)]
    [InlineData("L123456789012L\n.", 123456789012L)]
    [InlineData("L7\n.", 7L)]
    [InlineData("K\u00FF.", 255L)]
    [InlineData("M\u0001\u0002.", 513L)]
    [InlineData("J\u00FE\u00FF\u00FF\u00FF.", -2L)]
    [InlineData("\u008A\0.", 0L)]
    [InlineData("\u008A\u0002\u00FF\0.", 255L)]
    [InlineData("\u008A\u0001\u00FF.", -1L)]
    [InlineData("\u008B\u0003\0\0\0\0\0\u0001.", 65536L)]
    [InlineData("F2.5\n.", 2.5)]
    [InlineData("G\u0040\u0004\0\0\0\0\0\0.", 2.5)]
    [InlineData("X\u0002\0\0\0\u00C3\u00A9.", "é")]
    [InlineData("\u008C\u0001a.", "a")]
    [InlineData("\u008D\u0001\0\0\0\0\0\0\0a.", "a")]
    [InlineData("Vx\u00E9\\u0041\\U0001F600\\n\n.", "xéA\U0001F600\\n")]
    [InlineData("Va\\\n.", "a\\")]
    [InlineData("K\u0001K\u00020.", 1L)]
    [InlineData("K\u0001(K\u0002K\u00031.", 1L)]
    [InlineData("K\u0001(0.", 1L)]
    [InlineData("K\u0001K\u000220.", 2L)]
    [InlineData("K\u0001p300\n0g300\n.", 1L)]
    [InlineData("K\u0001r\0\u0001\0\00j\0\u0001\0\0.", 1L)]
    public void Simple_values_are_read(string pickle, object? expected) => Assert.Equal(expected, Read(pickle));

    [Theory]
    [InlineData("S'a\\x00\\n\\t\\r\\\\\\'\"'\n.", "a\0\n\t\r\\'\"")]
    [InlineData("S\"it's\"\n.", "it's")]
    [InlineData("S''\r\n.", "")]
    [InlineData("T\u0002\0\0\0ab.", "ab")]
    [InlineData("U\u0002ab.", "ab")]
    [InlineData("B\u0002\0\0\0ab.", "ab")]
    [InlineData("C\u0002ab.", "ab")]
    [InlineData("\u008E\u0002\0\0\0\0\0\0\0ab.", "ab")]
    [InlineData("\u0096\u0002\0\0\0\0\0\0\0ab.", "ab")]
    [InlineData("c_codecs\nencode\n(Va\u00E9\nVlatin1\ntR.", "aé")]
    [InlineData("c__builtin__\nbytes\n)R.", "")]
    [InlineData("cbuiltins\nbytearray\n(C\u0002abtR.", "ab")]
    [InlineData("c__builtin__\nbytearray\n(Vab\nVlatin-1\ntR.", "ab")]
    public void Bytes_are_read(string pickle, string expected) =>
        Assert.Equal(expected, Encoding.Latin1.GetString(Assert.IsType<byte[]>(Read(pickle))));

    [Fact]
    public void Tuples_and_lists_hold_what_was_pushed()
    {
        Assert.Equal([1L, 2L, 3L], Assert.IsType<object?[]>(Read("K\u0001K\u0002K\u0003\u0087.")));
        Assert.Equal([1L, 2L], Assert.IsType<object?[]>(Read("K\u0001K\u0002\u0086.")));
        Assert.Equal([1L], Assert.IsType<object?[]>(Read("K\u0001\u0085.")));
        Assert.Equal([], Assert.IsType<object?[]>(Read(").")));
        Assert.Equal([1L, 2L], Assert.IsType<List<object?>>(Read("](K\u0001K\u0002e.")));
        Assert.Equal([1L, 2L], Assert.IsType<List<object?>>(Read("(K\u0001K\u0002l.")));
        Assert.Equal([1L], Assert.IsType<List<object?>>(Read("]K\u0001a.")));
    }

    /// <summary>Python writes long lists in batches of a thousand.</summary>
    [Fact]
    public void A_list_that_is_appended_to_in_batches_keeps_their_order() => Assert.Equal(
        [1L, 2L, 3L, 4L, 5L],
        Assert.IsType<List<object?>>(Read("](K\u0001K\u0002e(K\u0003K\u0004eK\u0005a.")));

    /// <summary>From protocol 4 on the place is not written: it is the number of objects kept before.</summary>
    [Fact]
    public void Objects_that_are_memoized_are_kept_from_place_0_on() => Assert.Equal(
        [7L, 8L, 7L],
        Assert.IsType<object?[]>(Read("K\u0007\u0094K\u0008\u0094h\0\u0087.")));

    [Theory]
    [InlineData("(K\u0001K\u0002d.")]
    [InlineData("}K\u0001K\u0002s.")]
    [InlineData("}(K\u0001K\u0002u.")]
    public void Dictionaries_hold_their_pairs(string pickle) =>
        Assert.Equal([(1L, 2L)], Assert.IsType<PickleDictionary>(Read(pickle)).Items);

    [Theory]
    [InlineData("numpy.core")]
    [InlineData("numpy._core")]
    public void Names_of_numpy_1_and_2_are_read(string core)
    {
        const string Type =
            "cnumpy\ndtype\n(Vi2\nI00\nI01\ntR(K\u0003V>\nNNNJ\u00FF\u00FF\u00FF\u00FFJ\u00FF\u00FF\u00FF\u00FFK\0tb";

        Assert.Equal(258L, Read($"c{core}.multiarray\nscalar\n({Type}C\u0002\u0001\u0002tR."));
        foreach (var pickle in new[]
        {
            $"c{core}.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntC\u0001btR"
                + $"(K\u0001K\u0002\u0085{Type}I00\nC\u0004\u0001\u0002\u00FF\u00FEtb.",
            $"c{core}.numeric\n_frombuffer\n"
                + $"(\u0096\u0004\0\0\0\0\0\0\0\u0001\u0002\u00FF\u00FE{Type}K\u0002\u0085VC\ntR.",
        })
        {
            var array = Assert.IsType<NumpyArray>(Read(pickle));
            Assert.Equal((2, 258L, -2L), (array.Length, array[0], array[1]));
        }
    }

    [Theory]
    [InlineData("K\u0002\u0085", "i4", "abcd", "do not fit its length")]
    [InlineData("J\u00FF\u00FF\u00FF\u007F\u0085", "i4", "abcd", "do not fit its length")]
    [InlineData("J\u00FF\u00FF\u00FF\u00FF\u0085", "i4", "abcd", "do not fit its length")]
    [InlineData("K\u0001\u0085", "i8", "abcd", "do not fit its length")]
    [InlineData("K\u0001K\u0001\u0086", "i4", "abcd", "one dimension")]
    [InlineData(")", "i4", "abcd", "one dimension")]
    [InlineData("K\u0001\u0085", "f4", "abcd", "data type")]
    [InlineData("K\u0001\u0085", "O8", "abcd", "data type")]
    [InlineData("K\u0001\u0085", "!i4", "abcd", "data type")]
    public void Arrays_that_are_no_row_of_integers_are_refused(string shape, string type, string data, string reason) =>
        Assert.Contains(
            reason,
            Refused(
                $"cnumpy.core.numeric\n_frombuffer\n(C\u0004{data}cnumpy\ndtype\n(V{type}\nI00\nI01\ntR{shape}VC\ntR."),
            StringComparison.Ordinal);

    [Fact]
    public void A_number_beyond_64_bits_with_sign_is_refused() =>
        Assert.Contains(
            "too large",
            Refused(
                "cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(Vu8\nI00\nI01\ntR"
                    + "C\u0008\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FFtR."),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("cos\nsystem\n(S'echo x'\ntR.", "os.system")]
    [InlineData("cposix\nsystem\n(S'echo x'\ntR.", "posix.system")]
    [InlineData("c__builtin__\neval\n(S'1'\ntR.", "__builtin__.eval")]
    [InlineData("cbuiltins\nexec\n(S'1'\ntR.", "builtins.exec")]
    [InlineData("\u0080\u0004\u008C\u0002os\u008C\u0006system\u0093\u008C\u0001x\u0085R.", "os.system")]
    [InlineData("(S'x'\nios\nsystem\n.", "os.system")]
    [InlineData("(cos\nsystem\nS'x'\no.", "os.system")]
    [InlineData("cnumpy.core.multiarray\nfromstring\n.", "numpy.core.multiarray.fromstring")]
    [InlineData("cnumpy\nload\n.", "numpy.load")]
    [InlineData("c_codecs\ndecode\n.", "_codecs.decode")]
    [InlineData("ccopyreg\n_reconstructor\n.", "copyreg._reconstructor")]
    [InlineData("cnumpy\nndarray.tofile\n.", "numpy.ndarray.tofile")]
    public void Any_other_global_is_refused_by_name(string pickle, string name)
    {
        var message = Refused(pickle);
        Assert.Contains(name, message, StringComparison.Ordinal);
        Assert.Contains("not allowed", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pos.system\n.", "PersId")]
    [InlineData("NQ.", "BinPersId")]
    [InlineData("\u0082\u0001.", "Ext1")]
    [InlineData("\u0083\u0001\0.", "Ext2")]
    [InlineData("\u0084\u0001\0\0\0.", "Ext4")]
    [InlineData("cnumpy\nndarray\n)\u0081.", "NewObj")]
    [InlineData("cnumpy\nndarray\n)}\u0092.", "NewObjEx")]
    [InlineData("(cnumpy\nndarray\no.", "Obj")]
    [InlineData("\u0097.", "NextBuffer")]
    [InlineData("\u0098.", "ReadOnlyBuffer")]
    [InlineData("\u008F.", "EmptySet")]
    [InlineData("\0.", "0x00")]
    [InlineData("z.", "0x7A")]
    [InlineData("\u0080\u0006N.", "too new")]
    [InlineData("\u0095\u00FF\0\0\0\0\0\0\0N.", "too early")]
    [InlineData("cnumpy\nndarray\n(K\u0001tR.", "arguments")]
    [InlineData("cnumpy.core.multiarray\n_reconstruct\n(NNNtR.", "arguments")]
    [InlineData("cnumpy\ndtype\n(cnumpy\ndtype\nNNtR.", "arguments")]
    [InlineData("c_codecs\nencode\n(Va\nVrot13\ntR.", "arguments")]
    [InlineData("c_codecs\nencode\n(V\\u0100\nVlatin1\ntR.", "beyond 255")]
    [InlineData("c_codecs\nencode\nc_codecs\nencode\nR.", "cannot be called")]
    [InlineData("NNR.", "cannot be called")]
    [InlineData("c_codecs\nencode\nc_codecs\nencode\n(Va\nVlatin1\ntR)RR.", "cannot be called")]
    [InlineData("cnumpy\nndarray\nNb.", "has none")]
    [InlineData("]}S'append'\nNsb.", "has none")]
    [InlineData("NNa.", "no list")]
    [InlineData("NNNs.", "no dictionary")]
    [InlineData("}(Nu.", "no dictionary")]
    [InlineData("g7\n.", "memo 7")]
    [InlineData("h\u0007.", "memo 7")]
    [InlineData("p7\n.", "did not make")]
    [InlineData("NN\u0087.", "did not make")]
    [InlineData("N(\u0085.", "did not make")]
    [InlineData("t.", "did not open")]
    [InlineData("0.", "did not open")]
    [InlineData(".", "did not make")]
    [InlineData("", "too early")]
    [InlineData("I1x\n.", "whole number")]
    [InlineData("I99999999999999999999\n.", "whole number")]
    [InlineData("\u008A\u0009\0\0\0\0\0\0\0\0\u0001.", "too large")]
    [InlineData("Fx\n.", "no number")]
    [InlineData("px\n.", "memo index")]
    [InlineData("Sabc\n.", "quotes")]
    [InlineData("S'\n.", "quotes")]
    [InlineData("S'\\q'\n.", "escape")]
    [InlineData("S'\\x1'\n.", "escape")]
    [InlineData("S'a\\'\n.", "escape")]
    [InlineData("V\\u12\n.", "escape")]
    [InlineData("V\\U00110000\n.", "Unicode")]
    [InlineData("X\u0001\0\0\0\u00FF.", "UTF-8")]
    [InlineData("NN\u0093.", "global")]
    public void What_is_not_sound_is_refused_with_the_reason(string pickle, string reason) =>
        Assert.Contains(reason, Refused(pickle), StringComparison.Ordinal);

    [Theory]
    [InlineData("T\u00FF\u00FF\u00FF\u007Fab")]
    [InlineData("T\u00FF\u00FF\u00FF\u00FFab")]
    [InlineData("B\u00FF\u00FF\u00FF\u00FFab")]
    [InlineData("X\u00FF\u00FF\u00FF\u00FFab")]
    [InlineData("\u008B\u00FF\u00FF\u00FF\u007Fab")]
    [InlineData("\u008D\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u007Fab")]
    [InlineData("\u008E\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FFab")]
    [InlineData("\u0096\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FFab")]
    public void A_length_beyond_the_end_is_refused_cheaply(string pickle)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("too early", Refused(pickle), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Deep_nesting_needs_no_stack()
    {
        Assert.IsType<List<object?>>(Read(new string('(', 100_000) + new string('l', 100_000) + "."));
        Assert.IsType<object?[]>(Read("N" + new string('\u0085', 100_000) + "."));
        Refused(new string('(', 100_000) + ".");
    }

    [Fact]
    public void A_list_may_contain_itself()
    {
        var list = Assert.IsType<List<object?>>(Read("(lp0\ng0\na."));
        Assert.Same(list, list[0]);
    }

    [Fact]
    public void What_follows_the_end_is_left_alone() => Assert.Equal(1L, Read("K\u0001.cos\nsystem\n"));

    [Fact]
    public void Copies_of_a_long_text_are_not_made_without_end()
    {
        var pickle = new StringBuilder("c_codecs\nencode\np0\n0V")
            .Append('a', 1 << 20)
            .Append("\np1\n0Vlatin1\np2\n0]");
        for (var i = 0; i < 2000; i++)
        {
            pickle.Append("h\0h\u0001h\u0002\u0086Ra");
        }

        Assert.Contains("memory", Refused(pickle.Append('.').ToString()), StringComparison.Ordinal);
    }

    private static object? Read(string pickle) =>
        PickleReader.Read(
            Encoding.Latin1.GetBytes(pickle), NumpyAllowList.Instance, new MemoryBudget(pickle.Length, pickle.Length));

    private static string Refused(string pickle)
    {
        var exception = Assert.Throws<PickleException>(() => Read(pickle));
        return $"{exception.Message} {exception.Expected} {exception.Found}";
    }
}
