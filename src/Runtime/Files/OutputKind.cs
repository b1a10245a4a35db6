namespace FastElman.Files;

/// <summary>What stands where something is to be written.</summary>
internal enum OutputKind
{
    Missing,
    File,
    Folder,
    Device,
    Pipe,
    Socket,
}
