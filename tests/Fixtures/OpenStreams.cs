namespace FastElman.Fixtures;

/// <summary>Groups whose streams are all open, for tests of what streams do while they are.</summary>
public static class OpenStreams
{
    /// <summary>A group of so many streams, with the numbers from 0 on.</summary>
    public static StreamGroup Of(CompiledModel model, int count)
    {
        var group = new StreamGroup(model, count);
        for (var stream = 0; stream < count; stream++)
        {
            Assert.Equal(stream, group.Open());
        }

        return group;
    }
}
