using FastElman.Files;
using FastElman.Kernels;
using FastElman.Labels;
using FastElman.Packing;

namespace FastElman;

/// <summary>
/// A network that is ready to run: its parameters, and the words and labels that its indices stand for where they are known.
/// The network is that of the Theano tutorial "Recurrent Neural Networks with Word Embeddings": an Elman network over a window of
/// word embeddings (J. L. Elman, "Finding Structure in Time", 1990; G. Mesnil et al., Interspeech 2013).
/// </summary>
/// <remarks>Immutable and thread-safe: load it once and share it among all threads and taggers.</remarks>
public sealed class ElmanModel
{
    /// <summary>Most labels that can be decoded together: the scores of all pairs stand in one array four times, which is 4 GB of floats with so many.</summary>
    private const int MostLabelsDecodedTogether = 1 << 14;

    private readonly ElmanParameters _parameters;

    private ElmanModel(
        ElmanParameters parameters, Vocabulary? vocabulary, LabelSet? labels, ModelProvenance provenance, ElmanModelOptions options)
    {
        _parameters = parameters;
        Vocabulary = vocabulary;
        Labels = labels;
        Provenance = provenance;
        InstructionSet = options.InstructionSet ?? SimdInfo.Active;
        Decoding = options.Decoding ?? Shape.Variant.Decoding;
        Network = new PackedNetwork(parameters, InstructionSet, options.Precision, options.ProjectionBudget, ChainOf(parameters));
    }

    /// <summary>The sizes of the network.</summary>
    public ElmanShape Shape => _parameters.Shape;

    /// <summary>The words of the indices, or null where the model has none: then it takes indices only.</summary>
    public Vocabulary? Vocabulary { get; }

    /// <summary>The labels of the indices, or null where the model has none: then it gives indices only.</summary>
    public LabelSet? Labels { get; }

    /// <summary>Where the model comes from.</summary>
    public ModelProvenance Provenance { get; }

    /// <summary>The instruction set that its kernels use.</summary>
    public InstructionSet InstructionSet { get; }

    /// <summary>How labels are found: as <see cref="ElmanModelOptions.Decoding"/> asks, or else as the model's variant says.</summary>
    public LabelDecoding Decoding { get; }

    /// <summary>
    /// Whether words can be labelled as they come (<see cref="TaggingStream"/>, <see cref="StreamGroup"/>): not where the network reads the sentence from both ends, nor where
    /// the labels are decoded together.
    /// </summary>
    public bool CanStream => !Network.NeedsWholeSentences;

    /// <summary>Whether a table of projected embeddings stands for the input product; see <see cref="ElmanModelOptions.ProjectionBudget"/>.</summary>
    public bool HasProjection => Network.Forward.Projection is not null;

    /// <summary>The precision of the weights that a step reads.</summary>
    public WeightPrecision Precision => Network.OutputInt16 is null ? WeightPrecision.Float32 : WeightPrecision.Int16;

    /// <summary>Whether labels are first sought by a product in bytes, which is exact and faster; not every instruction set can.</summary>
    public bool UsesByteArgMax => Network.Screen is not null;

    /// <summary>The parameters in the form that the kernels read.</summary>
    internal PackedNetwork Network { get; }

    /// <summary>Makes a model from parameters, which are copied.</summary>
    /// <param name="parameters">The seven tensors.</param>
    /// <param name="vocabulary">Its words, as many as the shape says; or null.</param>
    /// <param name="labels">Its labels, as many as the shape says; or null.</param>
    /// <param name="provenance">Where it comes from; or null.</param>
    /// <param name="options">Choices; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">
    /// A parameter is not finite, there are more or fewer words or labels than the shape says, the decoding needs labels or scores that the model has not, or there are too many labels for it.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no decoding such as the options ask for.</exception>
    /// <exception cref="PlatformNotSupportedException">The instruction set asked for is not there.</exception>
    public static ElmanModel Create(
        ElmanParameters parameters,
        Vocabulary? vocabulary = null,
        LabelSet? labels = null,
        ModelProvenance? provenance = null,
        ElmanModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Adopt(parameters.Clone(), vocabulary, labels, provenance, options, file: null);
    }

    /// <summary>As <see cref="Create"/>, but takes the parameters over, and names the file that they were read from when it refuses them.</summary>
    internal static ElmanModel Adopt(
        ElmanParameters parameters,
        Vocabulary? vocabulary,
        LabelSet? labels,
        ModelProvenance? provenance,
        ElmanModelOptions? options,
        string? file)
    {
        options ??= ElmanModelOptions.Default;
        _ = (parameters.Shape.Variant with { Decoding = options.Decoding ?? LabelDecoding.ArgMax }).Checked(nameof(options));
        RequireCount("vocabulary", "words", vocabulary?.Count, parameters.Shape.VocabularySize, file);
        RequireCount("label set", "labels", labels?.Count, parameters.Shape.LabelCount, file);
        if (!options.AllowNonFinite && parameters.FindNonFinite() is var (tensor, index))
        {
            throw new ModelFormatException(
                $"the value at index {index} is not finite", file, tensor.FileName(), "finite values", $"{parameters[tensor][index]}");
        }

        RequireDecodable(options.Decoding ?? parameters.Shape.Variant.Decoding, parameters, labels, file);
        return new ElmanModel(parameters, vocabulary, labels, provenance ?? new ModelProvenance(), options);
    }

    /// <summary>Loads a model file (safetensors; see docs/design/format.md).</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Choices; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">The file is not a sound model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no decoding such as the options ask for.</exception>
    /// <exception cref="PlatformNotSupportedException">The instruction set asked for is not there.</exception>
    public static ElmanModel Load(string path, ElmanModelOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return LoadNamed(stream, path, options);
    }

    /// <summary>Loads a model from a stream, which is read to its end and left open.</summary>
    /// <param name="stream">The bytes of a model file, from the current position on.</param>
    /// <param name="options">Choices; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">The bytes are not a sound model.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static ElmanModel Load(Stream stream, ElmanModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return LoadNamed(stream, file: null, options);
    }

    /// <summary>Loads a model from memory, such as a resource.</summary>
    /// <param name="bytes">The bytes of a model file; they are not needed afterwards.</param>
    /// <param name="options">Choices; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">The bytes are not a sound model.</exception>
    public static unsafe ElmanModel Load(ReadOnlySpan<byte> bytes, ElmanModelOptions? options = null)
    {
        if (bytes.IsEmpty)
        {
            return LoadNamed(Stream.Null, file: null, options);
        }

        fixed (byte* first = bytes)
        {
            using var stream = new UnmanagedMemoryStream(first, bytes.Length);
            return LoadNamed(stream, file: null, options);
        }
    }

    /// <summary>Writes the model file: whole, or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="IOException">The file cannot be written; an existing one is as it was.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Save);
    }

    /// <summary>Writes the model file to a stream, which is left open.</summary>
    /// <param name="stream">Where to.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafetensorsWriter.Write(stream, _parameters, new ModelMetadata(Vocabulary, Labels, Provenance));
    }

    /// <summary>Copies the parameters out.</summary>
    /// <returns>The seven tensors, plain and row-major.</returns>
    public ElmanParameters ExportParameters() => _parameters.Clone();

    private static ElmanModel LoadNamed(Stream stream, string? file, ElmanModelOptions? options)
    {
        if (!stream.CanSeek)
        {
            // The length has to be known before anything in it is believed; so memory grows with what really arrives.
            using var buffered = new MemoryStream();
            stream.CopyTo(buffered);
            buffered.Position = 0;
            return LoadNamed(buffered, file, options);
        }

        var (parameters, metadata) = SafetensorsReader.Read(stream, file, options ?? ElmanModelOptions.Default);
        return Adopt(parameters, metadata.Vocabulary, metadata.Labels, metadata.Provenance, options, file);
    }

    private static void RequireDecodable(LabelDecoding decoding, ElmanParameters parameters, LabelSet? labels, string? file)
    {
        if (decoding != LabelDecoding.ArgMax && parameters.Shape.LabelCount > MostLabelsDecodedTogether)
        {
            throw new ModelFormatException(
                "there are too many labels to be decoded together", file, null, $"at most {MostLabelsDecodedTogether} labels", $"{parameters.Shape.LabelCount}");
        }

        if (decoding.HasFlag(LabelDecoding.IobConstraints) && labels is null)
        {
            throw new ModelFormatException("the labels have to be known by name, since they are decoded with the constraints of the IOB scheme", file, null, "a label set", "none");
        }

        if (decoding.HasFlag(LabelDecoding.TransitionScores) && parameters[ElmanTensor.Transitions].IsEmpty)
        {
            throw new ModelFormatException("the model cannot be decoded with scores of transitions, which it has not learned", file, ElmanTensor.Transitions.FileName(), "scores", "none");
        }
    }

    /// <summary>What the decoding asks of a sentence's labels together.</summary>
    private LabelTransitions? ChainOf(ElmanParameters parameters)
    {
        if (Decoding == LabelDecoding.ArgMax)
        {
            return null;
        }

        Func<int, int, bool>? mayFollow = Decoding.HasFlag(LabelDecoding.IobConstraints)
            ? (before, label) => IobScheme.MayFollow(before < 0 ? null : Labels![before], Labels![label])
            : null;
        return new LabelTransitions(
            Shape.LabelCount,
            Decoding.HasFlag(LabelDecoding.TransitionScores) ? parameters[ElmanTensor.Transitions] : default,
            mayFollow,
            InstructionSet);
    }

    private static void RequireCount(string list, string noun, int? found, int expected, string? file)
    {
        if (found is { } count && count != expected)
        {
            throw new ModelFormatException($"the {list} does not fit the shape", file, tensor: null, $"{expected} {noun}", $"{count}");
        }
    }
}
