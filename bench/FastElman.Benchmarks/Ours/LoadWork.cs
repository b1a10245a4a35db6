namespace FastElman.Benchmarks.Ours;

internal sealed class LoadWork(string path) : Work
{
    public override void Run() => ElmanModel.Load(path).Compile();
}
