using System.Buffers.Binary;
using System.IO.Compression;
using CsCheck;
using FastElman.Fixtures;
using FastElman.Interop.Tests.Numpy;
using FastElman.Interop.Theano;

namespace FastElman.Interop.Tests.Theano;

public sealed class DumpArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, byte[]> _files = DumpBytes.Files();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void Stored_and_deflated_archives_are_read(CompressionLevel level)
    {
        foreach (var dialect in Enum.GetValues<TheanoDialect>())
        {
            DumpBytes.AssertSame(
                DumpBytes.Parameters(), DumpReader.Read(_folder.WriteArchive(DumpBytes.Files(dialect), level)));
        }
    }

    [Fact]
    public void Any_storage_is_read_from_an_archive() =>
        DumpBytes.AssertSame(
            DumpBytes.Parameters(),
            DumpReader.Read(_folder.WriteArchive(DumpBytes.Files(descr: ">f8", isFortranOrder: true))));

    [Fact]
    public void Foreign_entries_and_entries_in_folders_are_left_alone()
    {
        _files["notes.txt"] = "hello"u8.ToArray();
        _files["../wx.npy"] = [1];
        _files["sub/wx.npy"] = [1];
        _files["/wx.npy"] = [1];
        _files["sub\\wx.npy"] = [1];
        _files["wx.npy/"] = [];
        _files["other.npy"] = new byte[32 << 20];

        DumpBytes.AssertSame(
            DumpBytes.Parameters(), DumpReader.Read(_folder.WriteArchive(_files, CompressionLevel.Fastest)));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("embeddings.npy")]
    [InlineData("h0.npy")]
    public void A_missing_entry_is_named(string name)
    {
        _files.Remove(name);
        var path = _folder.WriteArchive(_files);

        var error = Assert.Throws<ModelFormatException>(() => DumpReader.Read(path));

        Assert.Equal((path, Path.GetFileNameWithoutExtension(name)), (error.File, error.Tensor));
    }

    [Fact]
    public void An_entry_that_stands_twice_is_refused() =>
        Assert.Equal(
            "b", Refused(DumpBytes.Archive(_files.Append(KeyValuePair.Create("b.npy", _files["b.npy"])))).Tensor);

    [Fact]
    public void An_oversized_dump_is_refused_before_it_is_inflated()
    {
        _files["embeddings.npy"] = DumpBytes.Zeros(8 << 20, 2);

        RefusedCheaply(_folder.WriteArchive(_files, CompressionLevel.SmallestSize), tensor: "embeddings");
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_inflated()
    {
        _files["wx.npy"] = NpyBytes.Of(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }\n", new byte[64 << 20]);

        RefusedCheaply(_folder.WriteArchive(_files, CompressionLevel.SmallestSize));
    }

    [Fact]
    public void Entries_that_are_oversized_together_are_refused()
    {
        foreach (var name in (string[])["embeddings.npy", "wx.npy", "wh.npy"])
        {
            _files[name] = new byte[8 << 20];
        }

        RefusedCheaply(_folder.WriteArchive(_files, CompressionLevel.SmallestSize), tensor: "wh");
    }

    [Fact]
    public void An_entry_longer_than_its_header_says_is_refused()
    {
        _files["wx.npy"] = [.. _files["wx.npy"], .. new byte[8 << 20]];

        RefusedCheaply(_folder.WriteArchive(_files, CompressionLevel.SmallestSize));
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(40)]
    [InlineData(-40)]
    public void An_entry_of_another_length_than_stated_is_refused(int excess)
    {
        const string Header = "{'descr': '<f4', 'fortran_order': False, 'shape': (10, 4), }";
        _files["wx.npy"] = NpyBytes.Of(Header, new byte[160 + excess]);
        var archive = DumpBytes.Archive(_files, CompressionLevel.SmallestSize);
        ChangeLengths(archive, _files["wx.npy"].Length, _files["wx.npy"].Length - excess);

        Assert.Equal("wx", Refused(archive).Tensor);
    }

    [Fact]
    public void The_checksum_finds_a_changed_value()
    {
        var archive = DumpBytes.Archive(_files);
        var place = archive.AsSpan().IndexOf(_files["wh.npy"]) + 140;
        archive[place] ^= 1;

        Assert.Equal("wh", Refused(archive).Tensor);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var archive = DumpBytes.Archive(_files, CompressionLevel.SmallestSize);

        for (var length = 0; length < archive.Length; length += 7)
        {
            Refused(archive[..length]);
        }
    }

    [Fact]
    public void Any_changed_byte_or_cut_either_reads_or_is_refused()
    {
        byte[][] archives = [DumpBytes.Archive(_files), DumpBytes.Archive(_files, CompressionLevel.SmallestSize)];
        (from archive in Gen.OneOf(archives)
         from place in Gen.Int[0, archive.Length - 1]
         from change in Gen.Byte
         from isCut in Gen.Bool
         select (archive, place, change, isCut)).Sample(
            sample =>
            {
                byte[] bytes = [.. sample.archive];
                bytes[sample.place] ^= sample.change;
                ReadsOrIsRefused(sample.isCut && sample.place % 8 == 0 ? bytes[..sample.place] : bytes);
            },
            iter: 5_000,
            threads: 1);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void A_changed_directory_reads_or_is_refused(CompressionLevel level)
    {
        var archive = DumpBytes.Archive(_files, level);
        var directory = archive.AsSpan().IndexOf("PK\u0001\u0002"u8);

        for (var place = directory; place < archive.Length; place++)
        {
            foreach (var change in (byte[])[1, 0x80, 0xff])
            {
                archive[place] ^= change;
                ReadsOrIsRefused(archive);
                archive[place] ^= change;
            }
        }
    }

    [Theory]
    [InlineData(nameof(TheanoDialect.Rnnslu))]
    [InlineData(nameof(TheanoDialect.Is13))]
    public void An_archive_of_the_same_parameters_has_the_same_bytes(string dialect)
    {
        var files = DumpBytes.Files(Enum.Parse<TheanoDialect>(dialect));
        DumpWriter.Write(DumpBytes.Parameters(), _folder.File("one.npz"), Enum.Parse<TheanoDialect>(dialect));
        DumpWriter.Write(DumpBytes.Parameters(), _folder.File("two.NPZ"), Enum.Parse<TheanoDialect>(dialect));

        using var archive = ZipFile.OpenRead(_folder.File("one.npz"));
        Assert.Equal(files.Keys, archive.Entries.Select(entry => entry.FullName));
        foreach (var entry in archive.Entries)
        {
            using var bytes = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(bytes);
            Assert.Equal(files[entry.FullName], bytes.ToArray());
            Assert.Equal(entry.Length, entry.CompressedLength);
            Assert.Equal(1980, entry.LastWriteTime.Year);
        }

        Assert.Equal(File.ReadAllBytes(_folder.File("one.npz")), File.ReadAllBytes(_folder.File("two.NPZ")));
    }

    /// <summary>Both places that state the length of one entry: before its bytes and in the directory.</summary>
    private static void ChangeLengths(byte[] archive, int length, int stated)
    {
        Span<byte> old = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(old, length);
        var changes = 0;
        for (var place = 0; place + 4 <= archive.Length; place++)
        {
            if (archive.AsSpan(place, 4).SequenceEqual(old))
            {
                BinaryPrimitives.WriteInt32LittleEndian(archive.AsSpan(place), stated);
                changes++;
            }
        }

        Assert.InRange(changes, 2, 2);
    }

    private ModelFormatException Refused(byte[] archive)
    {
        var path = _folder.Write("dump.npz", archive);
        var error = Assert.Throws<ModelFormatException>(() => DumpReader.Read(path));
        Assert.Equal(path, error.File);
        return error;
    }

    private static void RefusedCheaply(string path, string tensor = "wx")
    {
        Assert.Equal(tensor, Assert.Throws<ModelFormatException>(() => DumpReader.Read(path)).Tensor);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => DumpReader.Read(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 1 << 20);
    }

    private void ReadsOrIsRefused(byte[] archive)
    {
        var path = _folder.Write("dump.npz", archive);
        try
        {
            DumpBytes.AssertSame(DumpBytes.Parameters(), DumpReader.Read(path));
        }
        catch (ModelFormatException)
        {
        }
    }
}
