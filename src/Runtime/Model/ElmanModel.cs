using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using FastElman.Files;
using FastElman.Model;
using FastElman.Model.Subwords;
using FastElman.Validation;

namespace FastElman;

/// <summary>
/// What a model file holds: the parameters of a network, the words and labels that its indices stand for, and where it
/// comes from. The network is that of the Theano tutorial "Recurrent Neural Networks with Word Embeddings": an Elman
/// network over a window of word embeddings (J. L. Elman, "Finding Structure in Time", 1990; G. Mesnil et al.,
/// Interspeech 2013).
/// </summary>
/// <remarks>
/// Immutable and thread-safe. A model is data: loading, saving, converting and inspecting it packs nothing.
/// <see cref="Compile"/> makes it ready to run.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ElmanModel
{
    private ModelFingerprint? _fingerprint;

    private ElmanModel(
        ElmanParameters parameters,
        Vocabulary? vocabulary,
        LabelSet? labels,
        ModelProvenance provenance,
        LabelDecoding decoding,
        TokenizerKind tokenizer,
        float temperature,
        SubwordPrecision subwordPrecision,
        float largestMagnitude)
    {
        Parameters = parameters;
        Vocabulary = vocabulary;
        Labels = labels;
        Provenance = provenance;
        Decoding = decoding;
        Tokenizer = tokenizer;
        Temperature = temperature;
        SubwordPrecision = subwordPrecision;
        LargestMagnitude = largestMagnitude;
    }

    /// <summary>The sizes of the network, and which network it is.</summary>
    public ElmanShape Shape => Parameters.Shape;

    /// <summary>The words of the word indices; null if the model has none and takes indices only.</summary>
    public Vocabulary? Vocabulary { get; }

    /// <summary>The labels of the label indices; null if the model has none and gives indices only.</summary>
    public LabelSet? Labels { get; }

    /// <summary>Where the model comes from.</summary>
    public ModelProvenance Provenance { get; }

    /// <summary>How labels are decoded where <see cref="CompileOptions.Decoding"/> does not say otherwise.</summary>
    public LabelDecoding Decoding { get; }

    /// <summary>How text is divided into the words of the model: as the corpus was that it learned from.</summary>
    public TokenizerKind Tokenizer { get; }

    /// <summary>
    /// The temperature T that makes probabilities fit how often labels are right; finite and positive. 1, the default,
    /// leaves them as the network gives them; a larger one brings them nearer to each other. Every probability that
    /// taggers and streams give is made with it: softmax(logits / T), and where labels are decoded together
    /// e^(score / T) / Z. Labels never depend on it. <see cref="WithTemperature"/> sets it.
    /// </summary>
    /// <remarks>C. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, section 4.2.</remarks>
    public float Temperature { get; }

    /// <summary>
    /// How the file of the model holds its vectors of subwords. With <see cref="SubwordPrecision.Float16"/> all of them
    /// are values that float16 has, so a saved model comes back as it was. <see cref="WithSubwordPrecision"/> sets it;
    /// a model of other parameters, such as one from <see cref="Create"/>, has <see cref="SubwordPrecision.Float32"/>.
    /// </summary>
    public SubwordPrecision SubwordPrecision { get; }

    /// <summary>
    /// 32 hexadecimal digits that identify what the model computes: a hash (XxHash128) of <see cref="Shape"/>, the
    /// parameters, <see cref="Vocabulary"/>, <see cref="Labels"/> and <see cref="Decoding"/>, and of
    /// <see cref="Tokenizer"/> and <see cref="Temperature"/> where they are not the defaults
    /// (<see cref="TokenizerKind.Punctuation"/> and 1). It does not depend on <see cref="Provenance"/>, on
    /// <see cref="CompileOptions"/>, or on the form of the file. It tells models apart, but does not protect against
    /// forgery.
    /// </summary>
    public string Fingerprint => ContentFingerprint.ToString();

    /// <summary>The parameters, shared: nobody writes to them.</summary>
    internal ElmanParameters Parameters { get; }

    /// <summary>The largest magnitude of all parameters; NaN or ∞ if one of them is.</summary>
    internal float LargestMagnitude { get; }

    /// <summary>The fingerprint as a value; computed on first use, which reads all parameters once.</summary>
    internal ModelFingerprint ContentFingerprint => _fingerprint ??= ModelFingerprint.Of(this);

    /// <summary>Makes a model from parameters, which are copied.</summary>
    /// <param name="parameters">All tensors of the network.</param>
    /// <param name="vocabulary">Its words, <see cref="ElmanShape.VocabularySize"/> of them; or null.</param>
    /// <param name="labels">Its labels, <see cref="ElmanShape.LabelCount"/> of them; or null.</param>
    /// <param name="provenance">Where it comes from; or null.</param>
    /// <param name="decoding">
    /// How its labels are decoded by default; null for <see cref="LabelDecoding.Transitions"/> where the network has
    /// learned transition scores, else <see cref="LabelDecoding.ArgMax"/>. The default decoding must use the scores if
    /// the network has them, and only then; <see cref="CompileOptions.Decoding"/> may be any decoding.
    /// </param>
    /// <param name="allowNonFinite">
    /// Whether parameters that are NaN or infinite are accepted. Predictions with them are those that Theano gives.
    /// </param>
    /// <param name="tokenizer">How text is divided into words.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The decoding does not exist, or does not fit <see cref="NetworkVariant.HasTransitions"/>; or the tokenizer does
    /// not exist.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// A parameter is not finite, or the number of words or labels differs from the shape.
    /// </exception>
    public static ElmanModel Create(
        ElmanParameters parameters,
        Vocabulary? vocabulary = null,
        LabelSet? labels = null,
        ModelProvenance? provenance = null,
        LabelDecoding? decoding = null,
        bool allowNonFinite = false,
        TokenizerKind tokenizer = TokenizerKind.Punctuation)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (ModelParts.FindProblem(parameters, vocabulary, labels, allowNonFinite) is { } problem)
        {
            throw problem.OfArgument();
        }

        return Adopt(
            parameters.Clone(), vocabulary, labels, provenance, decoding, allowNonFinite: true, file: null, tokenizer);
    }

    /// <summary>
    /// As <see cref="Create"/>, but of a file and without a copy: the caller must not write to the parameters
    /// afterwards. Messages name the file. With <see cref="SubwordPrecision.Float16"/> the vectors of subwords are
    /// values that float16 has.
    /// </summary>
    /// <exception cref="ModelFormatException">As the <see cref="ArgumentException"/> of Create.</exception>
    internal static ElmanModel Adopt(
        ElmanParameters parameters,
        Vocabulary? vocabulary,
        LabelSet? labels,
        ModelProvenance? provenance,
        LabelDecoding? decoding,
        bool allowNonFinite,
        string? file,
        TokenizerKind tokenizer = TokenizerKind.Punctuation,
        float temperature = 1f,
        SubwordPrecision subwordPrecision = SubwordPrecision.Float32)
    {
        var variant = parameters.Shape.Variant;
        var chosen = decoding ?? variant.DefaultDecoding;
        chosen.RequireDefaultOf(variant, nameof(decoding));
        Guard.Defined(tokenizer, nameof(tokenizer), "tokenizer");

        // The place of a value that is not finite is looked for only where there is one.
        var largest = parameters.LargestMagnitude();
        var isSettled = allowNonFinite || float.IsFinite(largest);
        if (ModelParts.FindProblem(parameters, vocabulary, labels, allowNonFinite: isSettled) is { } problem)
        {
            throw problem.OfFile(file);
        }

        return new ElmanModel(
            parameters,
            vocabulary,
            labels,
            provenance ?? new ModelProvenance(),
            chosen,
            tokenizer,
            temperature,
            subwordPrecision,
            largest);
    }

    /// <summary>Loads a model file (safetensors; docs/design/format.md describes it).</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">The file is not a sound model, or is a folder.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ElmanModel Load(string path, ModelLoadOptions? options = null) =>
        ModelFile.Load(path, options, CancellationToken.None);

    /// <summary>Loads a model from a stream, which is read to its end and left open.</summary>
    /// <param name="stream">The bytes of a model file, from the current position on.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">The stream is not readable.</exception>
    /// <exception cref="ModelFormatException">The bytes are not a sound model.</exception>
    /// <exception cref="IOException">Reading fails.</exception>
    public static ElmanModel Load(Stream stream, ModelLoadOptions? options = null)
    {
        Guard.Readable(stream);
        return ModelFile.Load(stream, file: null, options, CancellationToken.None);
    }

    /// <summary>Loads a model from memory, such as an embedded resource.</summary>
    /// <param name="bytes">The bytes of a model file; they are copied.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">The bytes are not a sound model.</exception>
    public static ElmanModel Load(ReadOnlySpan<byte> bytes, ModelLoadOptions? options = null) =>
        ModelFile.Load(bytes, options);

    /// <summary>Loads a model file on a thread of the pool.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading between two blocks of the file.</param>
    /// <returns>The model; exceptions are those of <see cref="Load(string, ModelLoadOptions?)"/>.</returns>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static Task<ElmanModel> LoadAsync(
        string path, ModelLoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Task.Run(() => ModelFile.Load(path, options, cancellationToken), cancellationToken);
    }

    /// <summary>Loads a model from a stream, such as a download. The stream is read to its end and left open.</summary>
    /// <param name="stream">The bytes of a model file, from the current position on.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The model; exceptions are those of <see cref="Load(Stream, ModelLoadOptions?)"/>.</returns>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static Task<ElmanModel> LoadAsync(
        Stream stream, ModelLoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        Guard.Readable(stream);
        return ModelFile.LoadAsync(stream, options, cancellationToken);
    }

    /// <summary>Loads a model file, or says that it is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model; null where the result is false.</param>
    /// <returns>
    /// False where the file is missing, cannot or may not be read, or is not a sound model, and where the path is not
    /// the name of a file.
    /// </returns>
    public static bool TryLoad(string path, [NotNullWhen(true)] out ElmanModel? model) =>
        TryLoad(path, options: null, out model, out _);

    /// <summary>Loads a model file, or says what keeps it from being loaded.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <param name="model">The model; null where the result is false.</param>
    /// <param name="problem">What is wrong, one line that names the file; null where the result is true.</param>
    /// <returns>
    /// False where the file is missing, cannot or may not be read, or is not a sound model, and where the path is not
    /// the name of a file.
    /// </returns>
    public static bool TryLoad(
        string path,
        ModelLoadOptions? options,
        [NotNullWhen(true)] out ElmanModel? model,
        [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            (model, problem) = (null, MessageText.Sanitize($"\"{path}\" is not the name of a file"));
            return false;
        }

        try
        {
            (model, problem) = (ModelFile.Load(path, options, CancellationToken.None), null);
            return true;
        }
        catch (Exception e) when (e is ModelFormatException or IOException or UnauthorizedAccessException)
        {
            (model, problem) = (null, e is ModelFormatException ? e.Message : MessageText.Sanitize(e.Message));
            return false;
        }
    }

    /// <summary>Writes the model file: whole, or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="IOException">The file cannot be written; an existing one is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The file may not be written; an existing one is as it was.
    /// </exception>
    /// <exception cref="NotSupportedException">Words and labels take more than a header may have.</exception>
    public void Save(string path) => ModelFile.Save(this, path);

    /// <summary>Writes the model file to a stream, which is left open.</summary>
    /// <param name="stream">Where to.</param>
    /// <exception cref="ArgumentException">The stream is not writable.</exception>
    /// <exception cref="NotSupportedException">Words and labels take more than a header may have.</exception>
    public void Save(Stream stream)
    {
        Guard.Writable(stream);
        ModelFile.Save(this, stream);
    }

    /// <summary>Makes the model ready to run on this machine: packs the parameters for an instruction set.</summary>
    /// <param name="options">How to run it, copied; null for the defaults.</param>
    /// <returns>The compiled model, to be shared by all threads and taggers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value that does not exist.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine lacks the instruction set.</exception>
    /// <exception cref="NotSupportedException">
    /// The decoding needs labels by name, learned transition scores, or fewer labels than the model has.
    /// </exception>
    public CompiledModel Compile(CompileOptions? options = null) => new(this, options ?? new CompileOptions());

    /// <summary>The same model with another <see cref="Temperature"/>; the parameters are shared.</summary>
    /// <param name="temperature">The temperature, finite and positive.</param>
    /// <returns>The model: its labels are those of this model, its probabilities are not.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not finite and positive.</exception>
    public ElmanModel WithTemperature(float temperature)
    {
        Guard.Temperature(temperature, nameof(temperature));
        return With(Parameters, temperature, SubwordPrecision, LargestMagnitude);
    }

    /// <summary>
    /// The same model without vectors of subwords (<see cref="ElmanShape.SubwordCount"/>): all words that the
    /// vocabulary does not have get one embedding, that of <see cref="Vocabulary.UnknownWord"/>. The parameters are
    /// shared.
    /// </summary>
    /// <returns>The model; this one where it has no subwords.</returns>
    public ElmanModel WithoutSubwords()
    {
        if (Shape.SubwordCount == 0)
        {
            return this;
        }

        var parameters = Parameters.WithoutSubwords();
        return With(parameters, Temperature, SubwordPrecision.Float32, parameters.LargestMagnitude());
    }

    /// <summary>
    /// The same model with another <see cref="SubwordPrecision"/>; the other parameters are shared. For
    /// <see cref="SubwordPrecision.Float16"/> each value of the vectors of subwords is rounded to the nearest one of
    /// float16, to even between two: sentences with unknown words can get other labels, others do not. Float32 leaves
    /// the values as they are: what was rounded stays so.
    /// </summary>
    /// <param name="precision">How its file holds the vectors.</param>
    /// <returns>The model; this one where it has the precision.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The precision does not exist.</exception>
    /// <exception cref="NotSupportedException">
    /// The precision is Float16, and the model has no subwords, or a finite value of them that would be rounded to
    /// infinity: of a magnitude of 65520 or more.
    /// </exception>
    public ElmanModel WithSubwordPrecision(SubwordPrecision precision)
    {
        Guard.Defined(precision, nameof(precision), "precision");
        if (precision == SubwordPrecision)
        {
            return this;
        }

        if (precision == SubwordPrecision.Float32)
        {
            return With(Parameters, Temperature, precision, LargestMagnitude);
        }

        if (Shape.SubwordCount == 0)
        {
            throw new NotSupportedException("the model has no vectors of subwords, which alone can be float16");
        }

        var rounded = SubwordRounding.ToFloat16(Parameters[ElmanTensor.Subwords]);
        var parameters = Parameters.With(ElmanTensor.Subwords, rounded);
        return With(parameters, Temperature, precision, parameters.LargestMagnitude());
    }

    /// <summary>Copies the parameters out.</summary>
    /// <returns>All tensors, plain and row-major.</returns>
    public ElmanParameters ExportParameters() => Parameters.Clone();

    /// <summary>The sizes, and whether the model has words and labels.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"{Shape}; {(Vocabulary is null ? "no words" : "words")}, {(Labels is null ? "no labels" : "labels")}";

    /// <summary>Why this model cannot be decoded in a way, with what is expected and found; null if it can.</summary>
    internal (string Problem, string Expected, string Found)? FindDecodingProblem(LabelDecoding decoding) =>
        decoding.FindProblem(Shape, Labels);

    private ElmanModel With(
        ElmanParameters parameters, float temperature, SubwordPrecision subwordPrecision, float largestMagnitude) =>
        new(
            parameters,
            Vocabulary,
            Labels,
            Provenance,
            Decoding,
            Tokenizer,
            temperature,
            subwordPrecision,
            largestMagnitude);
}
