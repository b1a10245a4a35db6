namespace FastElman.Cli.Models;

/// <summary>The forms of a model in files.</summary>
internal enum ModelForm
{
    /// <summary>The runtime's own file.</summary>
    Runtime,

    /// <summary>Seven arrays of Theano's tutorial: an archive, or a folder.</summary>
    TheanoDump,

    /// <summary>The state dict of a PyTorch module.</summary>
    StateDict,

    /// <summary>A graph of ONNX.</summary>
    Onnx,
}
