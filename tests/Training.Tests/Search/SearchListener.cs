namespace FastElman.Training.Tests.Search;

internal sealed class SearchListener(Action<SearchProgress> report) : IProgress<SearchProgress>
{
    public void Report(SearchProgress value) => report(value);
}
