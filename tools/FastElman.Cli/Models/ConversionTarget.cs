using System.Globalization;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;
using FastElman.Files;
using FastElman.Interop;
using FastElman.Interop.Theano;

namespace FastElman.Cli.Models;

/// <summary>The file or folder that <c>convert</c> writes, and the parts of a model that it can hold.</summary>
internal sealed class ConversionTarget
{
    private readonly TheanoDialect _dialect;
    private readonly ModelForm _form;
    private readonly OnnxExportOptions? _graph;
    private readonly SubwordPrecision? _subwords;

    /// <summary>
    /// Refuses a name that is hardly that of a folder: better to ask than to make a folder "model.bin".
    /// </summary>
    /// <param name="path">
    /// A runtime file or a state dict where it ends in .safetensors, an archive where it ends in .npz, a graph where it
    /// ends in .onnx; a folder where it has no ending, has a separator at its end, or exists.
    /// </param>
    /// <param name="dialect">The names of the files in a dump.</param>
    /// <param name="isStateDict">Whether a .safetensors file becomes a state dict.</param>
    /// <param name="graph">How a graph is written; null where nothing was said.</param>
    /// <param name="subwords">
    /// How a runtime file holds vectors of subwords; null for the way in which the model came.
    /// </param>
    /// <exception cref="UsageException">The name has another ending, or options do not go with it.</exception>
    public ConversionTarget(
        string path, TheanoDialect dialect, bool isStateDict, OnnxExportOptions? graph, SubwordPrecision? subwords)
    {
        if (graph is not null && !ModelSource.IsOnnxFile(path))
        {
            throw new UsageException($"{path}: --form, --opset and --length are about .onnx files");
        }

        if (ModelSource.IsTorchFile(path) && !Directory.Exists(path))
        {
            throw new UsageException(
                $"{path}: a state dict is written as a .safetensors file, with --format pytorch; PyTorch loads it");
        }

        if (isStateDict && !ModelSource.IsRuntimeFile(path))
        {
            throw new UsageException($"{path}: a state dict for PyTorch is a {ModelSource.RuntimeEnding} file");
        }

        var isFile = ModelSource.IsRuntimeFile(path) || ModelSource.IsOnnxFile(path)
            || path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);
        if (!isFile && HasEnding(path) && !Directory.Exists(path))
        {
            throw new UsageException(
                $"{path}: a target is a .safetensors, .npz or .onnx file or a folder; a folder of this name ends in /");
        }

        if (subwords is not null && (isStateDict || !ModelSource.IsRuntimeFile(path)))
        {
            throw new UsageException(
                $"{path}: --subwords is about the runtime's own {ModelSource.RuntimeEnding} file: no other form has "
                    + "vectors of subwords");
        }

        Path = path;
        _dialect = dialect;
        _form = isStateDict ? ModelForm.StateDict
            : ModelSource.IsRuntimeFile(path) ? ModelForm.Runtime
            : ModelSource.IsOnnxFile(path) && !Directory.Exists(path) ? ModelForm.Onnx
            : ModelForm.TheanoDump;
        _graph = graph;
        _subwords = subwords;
    }

    public string Path { get; }

    private bool IsDump => _form == ModelForm.TheanoDump;

    /// <summary>Refuses a target that cannot hold all that the model has.</summary>
    /// <exception cref="CommandFailedException">Something would be lost.</exception>
    public void RequireLossless(ElmanModel model)
    {
        // No option writes a dump of a network that has none: say this first.
        if (IsDump)
        {
            DumpWriter.RequireRepresentable(model.Shape, Path);
        }

        if (Lost(model) is { Count: > 0 } lost)
        {
            throw new CommandFailedException(
                $"{Path}: a dump cannot hold all of this model; it would lose: {string.Join(", ", lost)}; "
                    + "--drop-names writes it nevertheless");
        }
    }

    /// <summary>Names it as what a command writes.</summary>
    public CommandFiles AddTo(CommandFiles files, string name) =>
        IsDump ? files.WritesDump(name, Path) : files.Writes(name, Path);

    /// <summary>The model as the target holds it: with vectors of subwords in the precision asked for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">The file that it comes from, for messages.</param>
    /// <exception cref="CommandFailedException">It has no subwords, or one that is beyond the precision.</exception>
    public ElmanModel Prepare(ElmanModel model, string source)
    {
        if (_subwords is not { } precision)
        {
            return model;
        }

        if (model.Shape.SubwordCount == 0)
        {
            throw new CommandFailedException($"{source}: the model has no subwords, which --subwords is about");
        }

        try
        {
            return model.WithSubwordPrecision(precision);
        }
        catch (NotSupportedException exception)
        {
            throw new CommandFailedException($"{source}: {exception.Message}");
        }
    }

    public void Write(ElmanModel model)
    {
        if (_form == ModelForm.Runtime)
        {
            ModelRoom.Require(Path, model);
        }
        else
        {
            ModelRoom.Require(Path, model.Shape);
        }

        switch (_form)
        {
            case ModelForm.TheanoDump:
                TheanoDump.Save(model, Path, _dialect);
                break;
            case ModelForm.StateDict:
                PyTorchModule.Save(model, Path);
                break;
            case ModelForm.Onnx:
                OnnxModel.Save(model, Path, _graph);
                break;
            default:
                model.Save(Path);
                break;
        }
    }

    /// <summary>What the model does and a program that runs the file does not.</summary>
    public IReadOnlyList<string> NotInTheFile(ElmanModel model) => _form switch
    {
        ModelForm.Onnx => OnnxModel.GetLosses(model),
        ModelForm.StateDict => PyTorchModule.GetLosses(model),
        _ => [],
    };

    /// <summary>The sizes and names that were written, and the parts of the model that were lost.</summary>
    public string Summary(ElmanModel model)
    {
        var shape = model.Shape;
        var names =
            (HasWords: model.Vocabulary is not null && !IsDump, HasLabels: model.Labels is not null && !IsDump) switch
            {
                (true, true) => "with words and labels",
                (true, false) => "with words, without labels",
                (false, true) => "without words, with labels",
                _ => "without words and labels",
            };
        var sizes = $"hidden {shape.HiddenSize}, labels {shape.LabelCount}, vocabulary {shape.VocabularySize}, "
            + $"embedding {shape.EmbeddingSize}, window {shape.WindowSize}, {SubwordsOf(model)}{names}";
        return Lost(model) is { Count: > 0 } lost
            ? $"{sizes}; lost, as a dump cannot hold it: {string.Join(", ", lost)}"
            : sizes;
    }

    private string SubwordsOf(ElmanModel model) => _form == ModelForm.Runtime && model.Shape.SubwordCount > 0
        ? $"subwords {model.Shape.SubwordCount} in {VariantNames.SubwordPrecisions.Of(model.SubwordPrecision)}, "
        : string.Empty;

    private List<string> Lost(ElmanModel model)
    {
        var lost = new List<string>();
        if (!IsDump)
        {
            return lost;
        }

        if (model.Vocabulary is not null)
        {
            lost.Add("words");
        }

        if (model.Labels is not null)
        {
            lost.Add("labels");
        }

        if (model.Decoding != LabelDecoding.ArgMax)
        {
            lost.Add($"decoding {VariantNames.Decodings.Of(model.Decoding)}");
        }

        if (model.Shape.SubwordCount > 0)
        {
            lost.Add("vectors of subwords");
        }

        if (model.Tokenizer != TokenizerKind.Punctuation)
        {
            lost.Add($"tokenizer {VariantNames.Tokenizers.Of(model.Tokenizer)}");
        }

        if (model.Temperature != 1f)
        {
            lost.Add(string.Create(CultureInfo.InvariantCulture, $"temperature {model.Temperature}"));
        }

        return lost;
    }

    /// <summary>
    /// Whether a name ends in a point and characters with a letter among them: "out.bin", "out.7z", but not "run-0.5".
    /// </summary>
    private static bool HasEnding(string path) =>
        System.IO.Path.GetExtension(path).Any(char.IsLetter)
        && System.IO.Path.GetFileNameWithoutExtension(path).Length > 0;
}
