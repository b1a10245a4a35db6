using System.IO.Compression;
using System.Text;
using FastElman.Fixtures;

namespace FastElman.Interop.Tests.Theano;

/// <summary>
/// Pickles as people make them of the tutorial's folds, and those of the public notebooks about ATIS.
/// </summary>
public sealed class PublicPickleTests : IDisposable
{
    private const string Labels = "(dS'O'\nI0\nsS'B-x'\nI1\ns";
    private const string PlainWords = "(dS'a'\nI0\nsS'b'\nI1\nsS'BOS'\nI2\nsS'EOS'\nI3\ns";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ccollections\nOrderedDict\n)R(S'a'\nI0\nS'b'\nI1\nu")]
    [InlineData("ccollections\nOrderedDict\n((l(lS'a'\naI0\naa(lS'b'\naI1\naatR")]
    [InlineData("ccollections\nOrderedDict\n((lp8\n(S'a'\nI0\nta(S'b'\nI1\ntatR")]
    [InlineData("ccollections\ndefaultdict\n(c__builtin__\nint\ntR(S'a'\nI0\nS'b'\nI1\nu")]
    [InlineData("ccollections\ndefaultdict\n(c__builtin__\nlong\ntR(S'a'\nI0\nS'b'\nI1\nu")]
    [InlineData("ccollections\ndefaultdict\n(c__builtin__\nunicode\ntR(S'a'\nI0\nS'b'\nI1\nu")]
    [InlineData("ccollections\ndefaultdict\n(Nt\u0052(S'a'\nI0\nS'b'\nI1\nu")]
    [InlineData("ccollections\nCounter\n((dS'a'\nI0\nsS'b'\nI1\nstR")]
    public void Other_dictionaries_are_read(string words)
    {
        var fold = Load(Fold(Set("(lI0\naI1\na", "(lI0\naI1\na"), words));

        Assert.Equal(["a", "b"], fold.Vocabulary);
        Assert.Equal("0 1 | 0 1", $"{Assert.Single(fold.Train)}");
    }

    [Theory]
    [InlineData("ccollections\nOrderedDict\n(I5\ntR")]
    [InlineData("ccollections\nOrderedDict\n((lI5\natR")]
    [InlineData("ccollections\nOrderedDict\n((l(lI5\naatR")]
    [InlineData("ccollections\ndefaultdict\n(I5\ntR")]
    [InlineData("c__builtin__\nint\n(S'7'\ntR")]
    [InlineData("c__builtin__\nlist\n)R")]
    [InlineData("c__builtin__\nlong\n(S'7'\ntR")]
    public void Calls_that_python_does_not_write_are_refused(string call) =>
        Assert.Contains(
            "arguments that Python never writes", Refused(
                Fold(Set("(l", "(l"), call)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ccollections\nnamedtuple\n(S'x'\ntR")]
    [InlineData("ccollections\nUserDict\n)R")]
    [InlineData("c__builtin__\neval\n(S'1'\ntR")]
    [InlineData("c__builtin__\ngetattr\n)R")]
    public void Other_names_are_still_refused(string call) =>
        Assert.Contains("is not allowed; nothing of it was run", Refused($"{call}.").Message, StringComparison.Ordinal);

    [Fact]
    public void Arrays_of_lists_and_of_arrays_are_read()
    {
        var list = ObjectArray("I1\n", "(lI0\naI1\na");
        var arrays = ObjectArray("I2\n", $"{ObjectArray("I1\n", "I1\n")}a{ObjectArray("I2\n", "I0\naI1\n")}");

        Assert.Equal(["0 1 | 0 1"], Load(Fold(Set(list, list))).Train.Select(each => $"{each}"));
        Assert.Equal(["1 | 1", "0 1 | 0 1"], Load(Fold(Set(arrays, arrays))).Train.Select(each => $"{each}"));
    }

    [Theory]
    [InlineData("I00\n", "(lI0\na(lI1\na(lI0\na(lI0\na(lI1\na(lI1\na")]
    [InlineData("I01\n", "(lI0\na(lI0\na(lI1\na(lI1\na(lI0\na(lI1\na")]
    [InlineData("I0\n", "(lI0\na(lI1\na(lI0\na(lI0\na(lI1\na(lI1\na")]
    [InlineData("I1\n", "(lI0\na(lI0\na(lI1\na(lI1\na(lI0\na(lI1\na")]
    public void A_set_may_be_one_array_of_three_rows(string isFortranOrder, string cells)
    {
        var items = cells.Replace("a(l", "aa(l", StringComparison.Ordinal);

        var fold = Load(Fold(ObjectArray("I3\nI2\n", items, isFortranOrder)));

        Assert.Equal(["0 | 1", "1 | 1"], fold.Train.Select(each => $"{each}"));
    }

    [Theory]
    [InlineData("I2\n")]
    [InlineData("I-1\n")]
    [InlineData("I-1\nI1\n")]
    [InlineData("I1\nI-1\n")]
    [InlineData("I-1\nI-1\n")]
    [InlineData("I1\nI1\nI1\n")]
    [InlineData("I1000000000\nI0\n")]
    [InlineData("I4294967296\nI4294967296\n")]
    public void An_array_of_objects_has_as_many_as_its_shape_says(string shape)
    {
        var array = ObjectArray(shape, "(lI0\na");

        Assert.Contains("objects", Refused(Fold(Set(array, array))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_three_lists_is_no_set()
    {
        Assert.Contains(
            "the train set is not made of lists", Refused(Fold("I7\n")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "an array of 2",
            Refused(Fold(ObjectArray("I2\n", "(lI0\naa(lI1\na"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dt", "words2idx")]
    [InlineData("dI7\n(dst", "words2idx")]
    [InlineData("dS'words2ids'\n(dst", "words2idx")]
    public void Dictionaries_under_other_keys_are_not_found(string dictionaries, string missing) =>
        Assert.Contains(missing, Refused($"(NNN({dictionaries}.").Message, StringComparison.Ordinal);

    [Fact]
    public void Byte_strings_that_are_not_utf8_are_latin1()
    {
        var fold = Load(Fold(Set("(lI0\na", "(lI0\na"), "(dS'caf\\xe9'\nI0\nsS'b'\nI1\ns"));

        Assert.Equal(["café", "b"], fold.Vocabulary);
    }

    [Fact]
    public void The_pickle_of_a_notebook_is_one_set_without_the_words_around_sentences()
    {
        const string Dataset =
            "(dS'query'\n(l(lI2\naI0\naI1\naI3\naa(lI2\naI3\naasS'slot_labels'\n(l(lI0\naI0\naI1\naI0\naa(lI0\naI0\naas"
            + "S'intent_labels'\n(l(lI0\naas";

        var fold = Load($"({Dataset}(dS'token_ids'\n{PlainWords}sS'slot_ids'\n{Labels}sS'intent_ids'\n(dst.");

        Assert.Equal(["a", "b", "BOS", "EOS"], fold.Vocabulary);
        Assert.Equal(["O", "B-x"], fold.Labels);
        Assert.Equal(["0 1 | 0 1"], fold.Train.Select(each => $"{each}"));
        Assert.Same(fold.Train, fold.Test);
        Assert.Null(fold.Validation);
    }

    [Theory]
    [InlineData("(l(lS'BOS'\naS'a'\naS'b'\naS'EOS'\naa", "(l(lS'O'\naS'O'\naS'B-x'\naS'O'\naa")]
    [InlineData("(lS'BOS a  b EOS'\na", "(lS'O O B-x O'\na")]
    [InlineData("(lVBOS a b EOS\na", "(l(lI0\naI0\naI1\naI0\naa")]
    public void The_sentences_of_a_notebook_may_be_texts(string words, string labels) =>
        Assert.Equal(["0 1 | 0 1"], Load(Notebook(words, labels)).Train.Select(each => $"{each}"));

    [Theory]
    [InlineData("BOS a b EOS", "0 1 | 0 1")]
    [InlineData("BOS a b O", "0 1 2 | 0 1 0")]
    [InlineData("O a b EOS", "2 0 1 | 0 0 1")]
    [InlineData("O a b O", "2 0 1 2 | 0 0 1 0")]
    [InlineData("O a b BOS", "2 0 1 3 | 0 0 1 0")]
    [InlineData("BOS", null)]
    [InlineData("EOS", null)]
    [InlineData("BOS EOS", null)]
    public void The_word_at_an_end_of_a_sentence_is_left_out_where_it_marks_that_end(string words, string? expected)
    {
        const string WordNames = "(dS'a'\nI0\nsS'b'\nI1\nsS'O'\nI2\nsS'BOS'\nI3\nsS'EOS'\nI4\ns";
        var labels = string.Join(' ', words.Split(' ').Select(word => word == "b" ? "B-x" : "O"));

        var fold = Load(Notebook($"(lS'{words}'\na", $"(lS'{labels}'\na", WordNames));

        Assert.Equal(expected, fold.Train.Select(each => $"{each}").SingleOrDefault());
    }

    [Fact]
    public void The_words_of_a_text_are_in_the_encoding_that_is_given()
    {
        const string Yes = @"\xe4\xe0", No = @"\xed\xe5\xf2";
        var pickle = Notebook($"(lS'{Yes} {No}'\na", "(lS'O B-x'\na", $"(dS'{Yes}'\nI0\nsS'{No}'\nI1\ns");
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(pickle));

        var fold = FoldPickle.Load(stream, file: null, CodePagesEncodingProvider.Instance.GetEncoding("windows-1251"));

        Assert.Equal(["да", "нет"], fold.Vocabulary);
        Assert.Equal("0 1 | 0 1", $"{Assert.Single(fold.Train)}");
    }

    [Theory]
    [InlineData("(lS'a c'\na", "a word of data sentence 0 is not among")]
    [InlineData("(lI5\na", "data sentence 0 has no word indices")]
    [InlineData("(l(lI99999999999\naI0\naa", "a word index of data sentence 0 is out of range")]
    [InlineData("(l(lI-1\naI0\naa", "a word index of data sentence 0 is out of range")]
    public void A_word_that_the_dictionaries_do_not_have_is_refused(string words, string problem) =>
        Assert.Contains(problem, Refused(Notebook(words, "(lS'O O'\na")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_compressed_pickle_that_broke_off_is_refused()
    {
        var pickle = Encoding.Latin1.GetBytes(Fold(Set("(lI0\naI1\na", "(lI0\naI1\na")));
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(pickle);
        }

        var whole = compressed.ToArray();

        Assert.Single(FoldPickle.Load(_folder.Write("f.pkl.gz", whole)).Train);
        Assert.Contains(
            "cut short",
            Assert.Throws<FoldFormatException>(
                () => FoldPickle.Load(_folder.Write("f.pkl.gz", whole.AsSpan(0, whole.Length - 2)))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_pickle_of_a_notebook_needs_its_keys() =>
        Assert.Contains("token_ids", Refused("((d(dt.").Message, StringComparison.Ordinal);

    [Fact]
    public void A_pickle_whose_line_ends_were_changed_is_told()
    {
        var spoilt = Fold(Set("(lI0\na", "(lI0\na")).Replace("\n", "\r\n", StringComparison.Ordinal);

        Assert.Contains("CR LF", Refused(spoilt).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><head><title>Dropbox - 404</title></head></html>", "a web page (HTML)")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", "git lfs pull")]
    [InlineData("this is the README of a corpus", "this is text, not a pickle")]
    [InlineData("PK\u0003\u0004...................", "a zip archive")]
    public void A_file_that_is_no_pickle_is_told_by_what_it_is(string text, string expected) =>
        Assert.Contains(expected, Refused(text).Message, StringComparison.Ordinal);

    private static string Notebook(string words, string labels, string wordNames = PlainWords) =>
        $"((dS'query'\n{words}sS'slot_labels'\n{labels}s(dS'token_ids'\n{wordNames}sS'slot_ids'\n{Labels}st.";

    /// <summary>An array of objects in protocol 0.</summary>
    /// <param name="shape">Pushes its sizes.</param>
    /// <param name="items">Pushes items, the instruction to append between them.</param>
    /// <param name="isFortranOrder">Pushes whether columns come first.</param>
    private static string ObjectArray(string shape, string items, string isFortranOrder = "I00\n") =>
        "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR"
        + $"(I1\n({shape}tcnumpy\ndtype\n(S'O8'\nI0\nI1\ntR(I3\nS'|'\nNNNI-1\nI-1\nI63\ntb{isFortranOrder}(l{items}atb";

    private static string Set(string words, string labels) => words[0] == '('
        ? $"((l{words}a(l(l{labels}at"
        : $"({words}(l{labels}t";

    private static string Fold(string train, string? words = null) =>
        $"({train}((l(l(lt((l(l(lt(dS'words2idx'\n{words ?? PlainWords}sS'labels2idx'\n{Labels}st.";

    private FoldPickle Load(string pickle) => FoldPickle.Load(_folder.Write("fold.pkl", pickle));

    private FoldFormatException Refused(string pickle) =>
        Assert.Throws<FoldFormatException>(() => FoldPickle.Load(_folder.Write("fold.pkl", pickle)));
}
