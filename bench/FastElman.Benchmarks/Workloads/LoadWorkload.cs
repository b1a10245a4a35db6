namespace FastElman.Benchmarks.Workloads;

/// <summary>From a model file, warm in the page cache, to something that can run.</summary>
public sealed class LoadWorkload(Section section, string name, ElmanShape shape) : Workload(section, name, shape)
{
    public override int Words => 0;

    public override Work Start(Engine engine)
    {
        var path = Path.Combine(Path.GetTempPath(), $"fastelman-benchmark-{Environment.ProcessId}.safetensors");
        ElmanModel.Create(Parameters).Save(path);
        return new WithFile(engine.Load(path), path);
    }

    public override void Check(Engine engine, Work work) => work.Run();

    /// <summary>Deletes the file when the work is over.</summary>
    private sealed class WithFile(Work work, string path) : Work
    {
        public override string Form => work.Form;

        public override void Run() => work.Run();

        public override void Dispose()
        {
            work.Dispose();
            File.Delete(path);
        }
    }
}
