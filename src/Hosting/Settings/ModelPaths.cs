namespace FastElman.Extensions.Hosting.Settings;

/// <summary>Where relative paths of settings start.</summary>
internal sealed class ModelPaths(string root)
{
    /// <summary>The full path of a file.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, root);
}
