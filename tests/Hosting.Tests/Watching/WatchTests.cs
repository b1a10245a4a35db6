using FastElman.Extensions.Hosting.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FastElman.Extensions.Hosting.Tests.Watching;

public sealed class WatchTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>With the events of the operating system the event alone decides: there is no time of quiet.</summary>
    private static Dictionary<string, string?> AtOnce => new()
    {
        ["Reload:Mode"] = "Watch",
        ["Reload:Delay"] = "00:00:00",
    };

    [Fact]
    public async Task A_changed_file_is_loaded_after_a_time_of_quiet()
    {
        var events = new FolderEvents();
        await using var service = await TestService.StartAsync(Mode("Watch"), events);
        var replaced = service.NextModel();
        CityModel.SaveTo(service.Folder, "place");
        events.Change();
        service.Time.Advance(Delay - TimeSpan.FromTicks(1));
        Assert.Null(service.Provider.LastReload);
        service.Time.Advance(TimeSpan.FromTicks(1));
        await replaced;
        Assert.Equal("place", service.Tagger.FindSlots("boston")[0].Name);
    }

    [Fact]
    public async Task A_file_that_is_written_in_pieces_is_loaded_once()
    {
        var events = new FolderEvents();
        await using var service = await TestService.StartAsync(Mode("Watch"), events);
        using var reloads = service.Collect<long>("fastelman.model.reloads");
        var replaced = service.NextModel();
        var bytes = CityModel.Bytes("place");
        for (var pieces = 1; pieces <= 4; pieces++)
        {
            service.Folder.Write("model.safetensors", bytes.AsSpan(0, bytes.Length * pieces / 4));
            events.Change();
            service.Time.Advance(Delay / 2);
        }

        service.Time.Advance(Delay / 2);
        await replaced;
        await service.StopAsync();
        Assert.Equal("replaced", Assert.Single(reloads.GetMeasurementSnapshot()).Tags["fastelman.outcome"]);
    }

    [Fact]
    public async Task A_file_whose_writer_pauses_fails_and_is_loaded_when_it_is_whole()
    {
        var events = new FolderEvents();
        await using var service = await TestService.StartAsync(Mode("Watch"), events);
        using var reloads = service.Collect<long>("fastelman.model.reloads");
        var bytes = CityModel.Bytes("place");
        service.Folder.Write("model.safetensors", bytes.AsSpan(0, bytes.Length / 2));
        events.Change();
        service.Time.Advance(Delay);
        await reloads.WaitForMeasurementsAsync(1, TestService.Patience);
        Assert.Equal(CityModel.Slot, service.Tagger.FindSlots("boston")[0].Name);

        var replaced = service.NextModel();
        service.Folder.Write("model.safetensors", bytes);
        events.Change();
        service.Time.Advance(Delay);
        await replaced;
        Assert.Equal(
            ["failed", "replaced"],
            reloads.GetMeasurementSnapshot().Select(each => each.Tags["fastelman.outcome"]));
    }

    [Fact]
    public async Task Other_files_of_the_folder_do_not_matter()
    {
        var events = new FolderEvents();
        await using var service = await TestService.StartAsync(Mode("Watch"), events);
        service.Folder.Write("notes.txt", "something else");
        events.Change();
        service.Time.Advance(Delay * 2);
        await service.StopAsync();
        Assert.Null(service.Provider.LastReload);
    }

    /// <summary>A file that is replaced may be missing for a moment.</summary>
    [Fact]
    public async Task A_file_that_is_gone_is_waited_for()
    {
        var events = new FolderEvents();
        await using var service = await TestService.StartAsync(Mode("Watch"), events);
        using var reloads = service.Collect<long>("fastelman.model.reloads");
        File.Delete(service.Folder.File("model.safetensors"));
        events.Change();
        service.Time.Advance(Delay * 2);

        var replaced = service.NextModel();
        CityModel.SaveTo(service.Folder, "place");
        events.Change();
        service.Time.Advance(Delay);
        await replaced;
        Assert.Equal("replaced", Assert.Single(reloads.GetMeasurementSnapshot()).Tags["fastelman.outcome"]);
    }

    [Fact]
    public async Task A_change_is_loaded_once_whatever_happens_later_in_the_folder()
    {
        var events = new FolderEvents();
        await using var service = await TestService.StartAsync(Mode("Watch"), events);
        using var reloads = service.Collect<long>("fastelman.model.reloads");
        var replaced = service.NextModel();
        CityModel.SaveTo(service.Folder, "place");
        events.Change();
        service.Time.Advance(Delay);
        await replaced;
        events.Change();
        service.Time.Advance(Delay * 2);

        // What came of the event in between is known once a later reload has ended: they run one after the other.
        var replacedAgain = service.NextModel();
        CityModel.SaveTo(service.Folder, "town");
        events.Change();
        service.Time.Advance(Delay);
        await replacedAgain;
        Assert.Equal(
            ["replaced", "replaced"],
            reloads.GetMeasurementSnapshot().Select(each => each.Tags["fastelman.outcome"]));
    }

    [Fact]
    public async Task The_operating_system_tells_of_a_new_file()
    {
        await using var service = await TestService.StartAsync(AtOnce, new SystemFolderEvents(), RealClock);
        var replaced = service.NextModel();
        CityModel.SaveTo(service.Folder, "place");
        await replaced;
        Assert.Equal("place", service.Tagger.FindSlots("boston")[0].Name);
    }

    [Fact]
    public async Task A_file_is_polled()
    {
        await using var service = await TestService.StartAsync(Mode("Poll"));
        await AssertPolledAsync(service);
    }

    [Fact]
    public async Task A_file_that_cannot_be_watched_is_polled()
    {
        await using var service = await TestService.StartAsync(Mode("Watch"), new FolderEvents { IsRefused = true });
        Assert.Single(service.Logs.GetSnapshot(), record => record.Level == LogLevel.Warning);
        await AssertPolledAsync(service);
    }

    [Fact]
    public async Task A_file_whose_events_were_lost_is_polled()
    {
        var events = new FolderEvents();
        await using var service = await TestService.StartAsync(Mode("Watch"), events);
        events.Fail();
        Assert.Single(service.Logs.GetSnapshot(), record => record.Level == LogLevel.Warning);
        await AssertPolledAsync(service);
    }

    [Fact]
    public async Task A_link_that_leads_elsewhere_is_polled()
    {
        await using var service = new TestService(Mode("Poll"), folder: LinkedFolder());
        await service.StartAsync();
        var replaced = service.NextModel();
        TurnLink(service.Folder);
        service.Time.Advance(Interval);
        service.Time.Advance(Delay);
        await replaced;
        Assert.Equal("place", service.Tagger.FindSlots("boston")[0].Name);
    }

    [Fact]
    public async Task The_operating_system_tells_of_a_link_that_leads_elsewhere()
    {
        await using var service = new TestService(AtOnce, new SystemFolderEvents(), RealClock, LinkedFolder());
        await service.StartAsync();
        var replaced = service.NextModel();
        TurnLink(service.Folder);
        await replaced;
        Assert.Equal("place", service.Tagger.FindSlots("boston")[0].Name);
    }

    /// <summary>Nothing tells of a folder that takes the place of the watched one.</summary>
    [Fact]
    public async Task A_folder_that_was_replaced_as_a_whole_is_noticed_by_polling()
    {
        using var root = new TemporaryFolder();
        var (models, path) = (root.File("models"), Path.Combine(root.File("models"), "model.safetensors"));
        Directory.CreateDirectory(models);
        CityModel.Create().Save(path);
        var settings = Mode("Watch");
        settings["ModelPath"] = path;
        await using var service = await TestService.StartAsync(settings, new SystemFolderEvents());
        var replaced = service.NextModel();
        Directory.Move(models, root.File("before"));
        Directory.CreateDirectory(models);
        CityModel.Create("place").Save(path);
        service.Time.Advance(Interval);
        service.Time.Advance(Delay);
        await replaced;
        Assert.Equal("place", service.Tagger.FindSlots("boston")[0].Name);
        Assert.DoesNotContain(service.Logs.GetSnapshot(), record => record.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_thousand_writes_are_one_reload()
    {
        await using var service = await TestService.StartAsync(Mode("Watch"), new SystemFolderEvents());
        using var reloads = service.Collect<long>("fastelman.model.reloads");
        var replaced = service.NextModel();
        byte[][] files = [CityModel.Bytes("town"), CityModel.Bytes("town")[..^9], CityModel.Bytes("place")];
        for (var i = 0; i < 1000; i++)
        {
            File.WriteAllBytes(service.ModelPath, files[i % files.Length]);
        }

        File.WriteAllBytes(service.ModelPath, files[^1]);
        Assert.Null(service.Provider.LastReload);

        // The events come when they come; the clock of the service stands still between two of these.
        while (!replaced.IsCompleted)
        {
            service.Time.Advance(Delay);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }

        await replaced;
        Assert.Equal("place", service.Tagger.FindSlots("boston")[0].Name);
        Assert.Single(reloads.GetMeasurementSnapshot(), each => each.Tags["fastelman.outcome"] is "replaced");
        Assert.InRange(reloads.GetMeasurementSnapshot().Count, 1, 3);
    }

    [Fact]
    public async Task Nothing_is_watched_by_a_host_that_was_disposed_while_it_started()
    {
        using var shadow = new TemporaryFolder();
        var settings = Mode("Watch");
        settings["Shadow:ModelPath"] = CityModel.SaveTo(shadow, "place");
        var events = new FolderEvents();
        var time = new StoppingClock();
        var service = new TestService(
            settings, events, builder => builder.Services.AddSingleton<TimeProvider>(time));
        var starting = service.StartAsync();
        await time.Reached.Task.WaitAsync(TestService.Patience, TestContext.Current.CancellationToken);
        Assert.True(events.IsWatching);
        service.DisposeHost();
        Assert.False(events.IsWatching);
        time.GoOn.Set();

        await starting.WaitAsync(TestService.Patience, TestContext.Current.CancellationToken);
        Assert.False(events.IsWatching);
        service.Folder.Dispose();
    }

    [Fact]
    public async Task No_reload_begins_once_the_host_stops()
    {
        var events = new FolderEvents();
        await using var service = await TestService.StartAsync(Mode("Watch"), events);
        CityModel.SaveTo(service.Folder, "place");
        events.Change();
        await service.StopAsync();
        Assert.False(events.IsWatching);
        service.Time.Advance(Delay);
        Assert.Null(service.Provider.LastReload);
        Assert.Equal(CityModel.Slot, service.Tagger.FindSlots("boston")[0].Name);
    }

    [Fact]
    public async Task Nothing_is_watched_where_reloading_is_off()
    {
        var events = new FolderEvents();
        await using var service = await TestService.StartAsync(Mode("Off"), events);
        Assert.False(events.IsWatching);
    }

    private static Dictionary<string, string?> Mode(string mode) => new()
    {
        ["Reload:Mode"] = mode,
        ["Reload:Delay"] = Delay.ToString(),
        ["Reload:PollingInterval"] = Interval.ToString(),
    };

    private static void RealClock(HostApplicationBuilder builder) =>
        builder.Services.AddSingleton(TimeProvider.System);

    /// <summary>
    /// A folder as Kubernetes makes it for a volume: the file is a link through another link to one of two folders.
    /// </summary>
    private static TemporaryFolder LinkedFolder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        var folder = new TemporaryFolder();
        foreach (var (version, slot) in (ReadOnlySpan<(string, string)>)[("1", CityModel.Slot), ("2", "place")])
        {
            Directory.CreateDirectory(folder.File(version));
            CityModel.Create(slot).Save(Path.Combine(folder.File(version), "model.safetensors"));
        }

        Directory.CreateSymbolicLink(folder.File("data"), "1");
        File.CreateSymbolicLink(folder.File("model.safetensors"), Path.Combine("data", "model.safetensors"));
        return folder;
    }

    /// <summary>
    /// Turns the link in the middle. Kubernetes renames another one over it, for which .NET has no call.
    /// </summary>
    private static void TurnLink(TemporaryFolder folder)
    {
        Directory.CreateSymbolicLink(folder.File("new"), "2");
        Directory.Delete(folder.File("data"));
        Directory.Move(folder.File("new"), folder.File("data"));
    }

    /// <summary>Stops whoever asks it first: the loading of the model.</summary>
    private sealed class StoppingClock : TimeProvider
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ManualResetEventSlim GoOn { get; } = new();

        public override long GetTimestamp()
        {
            Reached.TrySetResult();
            GoOn.Wait(TestService.Patience);
            return base.GetTimestamp();
        }
    }

    private static async Task AssertPolledAsync(TestService service)
    {
        var replaced = service.NextModel();
        CityModel.SaveTo(service.Folder, "place");
        service.Time.Advance(Interval - TimeSpan.FromTicks(1));
        service.Time.Advance(Delay);
        Assert.Null(service.Provider.LastReload);
        service.Time.Advance(Interval);
        service.Time.Advance(Delay);
        await replaced;
        Assert.Equal("place", service.Tagger.FindSlots("boston")[0].Name);
    }
}
