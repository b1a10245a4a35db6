using System.Runtime.Versioning;
using FastElman.Fixtures;
using FastElman.Interop.Theano;
using FastElman.Model;

namespace FastElman.Interop.Tests.Theano;

/// <summary>A dump is exchanged as a whole: no reader gets files of two models.</summary>
public sealed class DumpExchangeTests : IDisposable
{
    private static readonly ElmanShape Shape = new(3, 5, 7, 4, 3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_reader_never_gets_files_of_two_models()
    {
        var path = _folder.File("dump");
        DumpWriter.Write(Of(1), path, TheanoDialect.Rnnslu);
        var writing = Task.Run(
            () =>
            {
                for (var i = 2; i < 60; i++)
                {
                    DumpWriter.Write(Of(i), path, i % 3 == 0 ? TheanoDialect.Is13 : TheanoDialect.Rnnslu);
                }
            },
            TestContext.Current.CancellationToken);
        var readCount = 0;
        while (!writing.IsCompleted)
        {
            try
            {
                AssertOfOne(DumpReader.Read(path));
                readCount++;
            }
            catch (Exception e) when (e is ModelFormatException or IOException)
            {
                // It looked at the moment of an exchange.
            }
        }

        await writing;
        AssertOfOne(DumpReader.Read(path));
        Assert.True(readCount > 0, "nothing was read");
    }

    [Fact]
    public void Where_one_file_cannot_be_moved_all_old_ones_are_put_back()
    {
        var path = _folder.File("dump");
        DumpWriter.Write(Of(1), path, TheanoDialect.Rnnslu);
        using (var exchange = DumpExchange.Begin(path))
        {
            DumpWriter.Write(Of(2), exchange.NewFolder, TheanoDialect.Rnnslu);
            string[] names = ["b.npy", "wx.npy", "missing.npy"];

            Assert.ThrowsAny<IOException>(() => exchange.Exchange(names));

            Assert.Equal(Of(1).HiddenBias.ToArray(), DumpReader.Read(path).HiddenBias.ToArray());
        }

        AssertOfOne(DumpReader.Read(path));
        Assert.Equal(7, Directory.GetFileSystemEntries(path).Length);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(6, 0)]
    [InlineData(7, 0)]
    [InlineData(7, 1)]
    [InlineData(7, 6)]
    public void A_write_that_was_killed_is_an_error_that_says_where_the_old_files_are(int movedOut, int movedIn)
    {
        var path = Kill(movedOut, movedIn);

        var message = Assert.Throws<ModelFormatException>(() => DumpReader.Read(path)).Message;

        Assert.Contains("interrupted", message, StringComparison.Ordinal);
        Assert.Contains("old-", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(7, 3)]
    [InlineData(7, 7)]
    public void The_next_write_tidies_what_a_killed_one_left(int movedOut, int movedIn)
    {
        var path = Kill(movedOut, movedIn);

        DumpWriter.Write(Of(3), path, TheanoDialect.Is13);

        Assert.Equal(Of(3).HiddenBias.ToArray(), DumpReader.Read(path).HiddenBias.ToArray());
        AssertOfOne(DumpReader.Read(path));
        Assert.Equal(7, Directory.GetFileSystemEntries(path).Length);
    }

    [Fact]
    public void A_write_that_was_killed_at_its_end_is_the_new_dump()
    {
        var path = Kill(7, 7);

        Assert.Equal(Of(2).HiddenBias.ToArray(), DumpReader.Read(path).HiddenBias.ToArray());
    }

    [Fact]
    public void Files_in_other_case_do_not_complete_a_dump_that_is_being_written()
    {
        _folder.Write("a", "b");
        Assert.SkipWhen(File.Exists(_folder.File("A")), "the file system ignores case");
        var path = Kill(7, 3);
        foreach (var file in DumpBytes.Files(shape: Shape))
        {
            File.WriteAllBytes(Path.Combine(path, file.Key.ToUpperInvariant()), file.Value);
        }

        Assert.Throws<ModelFormatException>(() => DumpReader.Read(path));
    }

    [Fact]
    public void A_second_writer_is_refused_and_the_first_is_not_disturbed()
    {
        var path = _folder.File("dump");
        DumpWriter.Write(Of(1), path, TheanoDialect.Rnnslu);
        using (DumpExchange.Begin(path))
        {
            Assert.Contains(
                "another process",
                Assert.Throws<IOException>(() => DumpWriter.Write(Of(2), path, TheanoDialect.Rnnslu)).Message,
                StringComparison.Ordinal);
        }

        AssertOfOne(DumpReader.Read(path));
        DumpWriter.Write(Of(2), path, TheanoDialect.Rnnslu);
    }

    [Fact]
    public void A_link_in_the_place_of_its_working_folder_is_refused_and_nothing_is_deleted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        var path = Directory.CreateDirectory(_folder.File("dump")).FullName;
        Directory.CreateDirectory(_folder.File("project/new"));
        _folder.Write("project/new/a", "precious");
        File.CreateSymbolicLink(Path.Combine(path, DumpExchange.FolderName), "../project");

        var exception = Assert.Throws<IOException>(() => DumpWriter.Write(Of(1), path, TheanoDialect.Rnnslu));

        Assert.Contains("is a link", exception.Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(_folder.File("project/new/a")));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_working_folder_of_another_user_is_refused_by_name()
    {
        var path = Directory.CreateDirectory(_folder.File("dump")).FullName;
        var working = Directory.CreateDirectory(Path.Combine(path, DumpExchange.FolderName)).FullName;
        UnixTool.Run("chown", "12345", working);

        var exception = Assert.Throws<IOException>(() => DumpWriter.Write(Of(1), path, TheanoDialect.Rnnslu));

        Assert.Contains($"{DumpExchange.FolderName}, of a write that was killed, is another user's", exception.Message);
    }

    [Fact]
    public void A_file_that_is_protected_is_refused_and_all_stay()
    {
        var path = _folder.File("dump");
        DumpWriter.Write(Of(1), path, TheanoDialect.Rnnslu);
        UnixTool.Run("chattr", "+a", Path.Combine(path, "b.npy"));
        try
        {
            Assert.Throws<UnauthorizedAccessException>(() => DumpWriter.Write(Of(2), path, TheanoDialect.Rnnslu));
        }
        finally
        {
            UnixTool.Run("chattr", "-a", Path.Combine(path, "b.npy"));
        }

        AssertOfOne(DumpReader.Read(path));
        Assert.False(Directory.Exists(Path.Combine(path, DumpExchange.FolderName)));
    }

    [Fact]
    public void A_pipe_with_the_name_of_a_tensor_is_refused_and_stays()
    {
        var path = Directory.CreateDirectory(_folder.File("dump")).FullName;
        UnixTool.Run("mkfifo", Path.Combine(path, "w.npy"));

        Assert.Throws<IOException>(() => DumpWriter.RequireWritable(path));
        Assert.Contains(
            "w.npy",
            Assert.Throws<IOException>(() => DumpWriter.Write(Of(2), path, TheanoDialect.Rnnslu)).Message,
            StringComparison.Ordinal);
        Assert.Equal([Path.Combine(path, "w.npy")], Directory.GetFileSystemEntries(path));
    }

    [Fact]
    public void What_a_linked_file_leads_to_stays_as_it_was()
    {
        var path = _folder.File("dump");
        DumpWriter.Write(Of(1), path, TheanoDialect.Rnnslu);
        var shared = _folder.Write("shared.npy", "mine");
        File.Delete(Path.Combine(path, "embeddings.npy"));
        File.CreateSymbolicLink(Path.Combine(path, "embeddings.npy"), shared);

        DumpWriter.Write(Of(2), path, TheanoDialect.Rnnslu);

        Assert.Equal("mine", File.ReadAllText(shared));
        AssertOfOne(DumpReader.Read(path));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_replaced_file_keeps_its_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no mode there");
        var path = _folder.File("dump");
        DumpWriter.Write(Of(1), path, TheanoDialect.Rnnslu);
        File.SetUnixFileMode(Path.Combine(path, "wx.npy"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        DumpWriter.Write(Of(2), path, TheanoDialect.Is13);

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(path, "Wx.npy")));
    }

    [Fact]
    public void A_link_to_a_folder_that_is_not_there_makes_that_folder()
    {
        File.CreateSymbolicLink(_folder.File("link"), "real");

        DumpWriter.Write(Of(1), _folder.File("link"), TheanoDialect.Rnnslu);

        AssertOfOne(DumpReader.Read(_folder.File("real")));
        Assert.Equal("real", new FileInfo(_folder.File("link")).LinkTarget);
    }

    [Fact]
    public void To_look_whether_it_can_be_written_leaves_nothing()
    {
        DumpWriter.RequireWritable(_folder.File("new"));
        DumpWriter.RequireWritable(_folder.File("new/"));
        DumpWriter.RequireWritable(_folder.File("new.npz"));
        DumpWriter.RequireWritable(_folder.Path);

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    /// <summary>All values of a model are one number.</summary>
    private static ElmanParameters Of(float number)
    {
        var parameters = new ElmanParameters(Shape);
        foreach (var tensor in TensorNames.Tutorial)
        {
            parameters[tensor].Fill(number);
        }

        return parameters;
    }

    private static void AssertOfOne(ElmanParameters parameters)
    {
        var number = parameters.HiddenBias[0];
        Assert.All(
            TensorNames.Tutorial,
            tensor => Assert.False(parameters[tensor].ContainsAnyExcept(number), $"{tensor} is of another model"));
    }

    /// <summary>A dump whose writer was killed after so many moves.</summary>
    private string Kill(int movedOut, int movedIn)
    {
        var path = _folder.File("dump");
        DumpWriter.Write(Of(1), path, TheanoDialect.Rnnslu);
        var names = Directory.GetFiles(path).Select(file => Path.GetFileName(file)!)
            .Order(StringComparer.Ordinal).ToArray();
        var working = Path.Combine(path, DumpExchange.FolderName);
        var old = Directory.CreateDirectory(Path.Combine(working, "old-0123")).FullName;
        File.WriteAllText(Path.Combine(working, "lock"), string.Empty);
        DumpWriter.Write(Of(2), Path.Combine(working, "new"), TheanoDialect.Rnnslu);
        foreach (var name in names.Take(movedOut))
        {
            File.Move(Path.Combine(path, name), Path.Combine(old, name));
        }

        foreach (var name in names.Take(movedIn))
        {
            File.Move(Path.Combine(working, "new", name), Path.Combine(path, name));
        }

        return path;
    }
}
