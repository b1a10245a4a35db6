using System.Diagnostics;
using System.Runtime.CompilerServices;
using FastElman.Memory;
using FastElman.Network;
using FastElman.Simd;
using FastElman.Tagging;
using FastElman.Validation;

namespace FastElman;

/// <summary>
/// Labels the words of one live stream as they come. The window of the network looks <see cref="Delay"/> words ahead:
/// a word that is pushed gives the label of the word that came so many words earlier. Over a whole sentence the labels
/// and probabilities are the same bits as those of <see cref="Tagger"/>.
/// </summary>
/// <remarks>
/// Not thread-safe: one thread and one sentence at a time. Where two threads use a stream at once by mistake, answers
/// and state are worthless and a call may throw anything, but no memory is touched that is not the stream's. A stream
/// can be used again after <see cref="Complete(Span{int})"/> or <see cref="Reset"/>. Nothing allocates once the words
/// have been seen (<see cref="CompileOptions.ProjectionBudget"/>). Most of a time step depends on earlier words only: a
/// service that calls <see cref="Prepare"/> after it has sent an answer has the next answer in a third of the time.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class TaggingStream
{
    /// <summary>
    /// Time steps between two moves of the window to the beginning of its array. A move at every step would read the
    /// newest row before its store has reached the cache, which costs 10 ns.
    /// </summary>
    private const int StepsBetweenMoves = 256;

    /// <summary>Kept here, because each object in between would be one more cache line in every push.</summary>
    private readonly ElmanShape _shape;
    private readonly TimeStep _step;
    private readonly StepWorkspace _workspace;
    private readonly AlignedBuffer _evenState;
    private readonly AlignedBuffer _oddState;
    private readonly int _window;

    /// <summary>
    /// Words of the window that the vocabulary does not have, the next word included; null where the model has no
    /// subwords.
    /// </summary>
    private readonly UnknownWords? _unknownWords;

    /// <summary>
    /// [window + <see cref="StepsBetweenMoves"/>]: embedding rows; the window of the next time step begins at
    /// <see cref="_first"/>.
    /// </summary>
    private readonly int[] _rows;

    private int _first;

    /// <summary>Words that wait for their label, at most <see cref="Delay"/>.</summary>
    private int _waiting;

    private bool _isPrepared;

    /// <summary>The parity of the next time step's position in the sentence, 0 for even, 1 for odd.</summary>
    private int _parity;

    /// <summary>Makes a stream that has seen no word.</summary>
    /// <param name="model">The compiled model, shared.</param>
    /// <exception cref="NotSupportedException">
    /// The model labels whole sentences only: <see cref="CompiledModel.CanStream"/>.
    /// </exception>
    public TaggingStream(CompiledModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.RequireStreaming();
        Model = model;
        _shape = model.Shape;
        _step = TimeStep.Create(model.Network, model.InstructionSet);
        _workspace = StepWorkspace.ForLockstep(model.Network, 1);
        var stride = model.Network.Forward.Stride;
        var states = new AlignedArena(stride, stride);
        (_evenState, _oddState) = (states.Slice(0), states.Slice(1));
        _window = model.Shape.WindowSize;
        _rows = new int[_window + StepsBetweenMoves];
        if (model.Subwords is { } subwords)
        {
            _unknownWords = new UnknownWords(subwords, wordsOfBlock: _window, blocks: 1);
            _workspace.Use(_unknownWords);
        }

        Reset();
    }

    /// <summary>The compiled model.</summary>
    public CompiledModel Model { get; }

    /// <summary>The instruction set that this stream's kernels were made with.</summary>
    public InstructionSet InstructionSet => _step.InstructionSet;

    /// <summary>
    /// Look-ahead in words: a word gets its label when so many more have come. Half the window, rounded down.
    /// </summary>
    public int Delay => _shape.WindowReach;

    /// <summary>The size of a saved state in bytes: see <see cref="SaveState"/>.</summary>
    public int StateByteCount => StreamStateFormat.SizeOf(_shape);

    /// <summary>[window]: the embedding rows of the next time step; the last is that of the next word.</summary>
    private Span<int> Window
    {
        [MethodImpl(HotPath.Inlined)]
        get => _rows.AsSpan(_first, _window);
    }

    /// <summary>[padded hidden]: h_{t−1}. The two states swap their roles at every step.</summary>
    private Span<float> Previous
    {
        [MethodImpl(HotPath.Inlined)]
        get => _parity == 0 ? _evenState.Span : _oddState.Span;
    }

    /// <summary>[padded hidden]: receives h_t.</summary>
    private Span<float> Next
    {
        [MethodImpl(HotPath.Inlined)]
        get => _parity == 0 ? _oddState.Span : _evenState.Span;
    }

    /// <summary>Takes the next word.</summary>
    /// <param name="word">
    /// Its index, from 0 to <see cref="ElmanShape.VocabularySize"/> − 1. The padding word is −1 or
    /// <see cref="ElmanShape.VocabularySize"/>.
    /// </param>
    /// <param name="label">
    /// Receives the label index of the word that came <see cref="Delay"/> words earlier, if the result is true; else
    /// −1.
    /// </param>
    /// <returns>Whether there is an answer: not yet for the first <see cref="Delay"/> words of a sentence.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range; nothing has changed.</exception>
    [MethodImpl(HotPath.Compiled)]
    public bool Push(int word, out int label) => Advance(RequireRow(word), out label, default);

    /// <summary>Takes the next word, and gives the probability of every label too.</summary>
    /// <param name="word">Its index, as in <see cref="Push(int, out int)"/>.</param>
    /// <param name="label">Receives the label index, as in <see cref="Push(int, out int)"/>.</param>
    /// <param name="probabilities">Receives the probabilities [labels] if the result is true; or empty.</param>
    /// <returns>Whether there is an answer.</returns>
    /// <exception cref="ArgumentException">
    /// There is not room for one probability a label, or the label is among them; nothing has changed.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range; nothing has changed.</exception>
    [MethodImpl(HotPath.Compiled)]
    public bool Push(int word, out int label, Span<float> probabilities)
    {
        if (!probabilities.IsEmpty)
        {
            Guard.ProbabilityMatrix(1, _shape.LabelCount, probabilities.Length);
            Unsafe.SkipInit(out label);
            Guard.NoOverlap<float, int>(probabilities, new ReadOnlySpan<int>(in label));
        }

        return Advance(RequireRow(word), out label, new LabelProbabilities(probabilities, _shape.LabelCount));
    }

    /// <summary>Takes the next word, and gives the probability of the answer too.</summary>
    /// <param name="word">Its index, as in <see cref="Push(int, out int)"/>.</param>
    /// <param name="label">Receives the label index, as in <see cref="Push(int, out int)"/>.</param>
    /// <param name="confidence">Receives the probability of that label, 0 to 1, if the result is true; else 0.</param>
    /// <returns>Whether there is an answer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range; nothing has changed.</exception>
    [MethodImpl(HotPath.Compiled)]
    public bool PushWithConfidence(int word, out int label, out float confidence) =>
        AdvanceWithConfidence(RequireRow(word), out label, out confidence);

    /// <summary>
    /// Does the part of the next time step that depends on earlier words only, unless it is done already.
    /// <see cref="Push(int, out int)"/> does it otherwise. The results are the same.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    public void Prepare()
    {
        if (_isPrepared || _waiting < Delay)
        {
            return;
        }

        _step.Begin(Window, Previous, Next, StepDirection.Of(_parity), _workspace);
        _isPrepared = true;
    }

    /// <summary>
    /// Ends the sentence: labels the words that still wait, and makes the stream ready for the next sentence.
    /// </summary>
    /// <param name="labels">
    /// Receives the label indices of the last words, at most <see cref="Delay"/>, in order.
    /// </param>
    /// <returns>How many labels were written: the number of words that waited.</returns>
    /// <exception cref="ArgumentException">There is not enough room; nothing has changed.</exception>
    [OverloadResolutionPriority(1)]
    public int Complete(Span<int> labels) => End(labels, default);

    /// <summary>Ends the sentence, and gives the probability of every label too.</summary>
    /// <param name="labels">Receives the label indices, as in <see cref="Complete(Span{int})"/>.</param>
    /// <param name="probabilities">Receives [waiting words, labels]; or empty.</param>
    /// <returns>How many words were labelled.</returns>
    /// <exception cref="ArgumentException">
    /// There is not enough room, or the spans share memory; nothing has changed.
    /// </exception>
    public int Complete(Span<int> labels, Span<float> probabilities) =>
        End(labels, new LabelProbabilities(probabilities, _shape.LabelCount));

    /// <summary>Ends the sentence, and gives the probability of each label too.</summary>
    /// <param name="labels">Receives the label indices, as in <see cref="Complete(Span{int})"/>.</param>
    /// <param name="confidence">Receives the probability of each of them, 0 to 1.</param>
    /// <returns>How many words were labelled.</returns>
    /// <exception cref="ArgumentException">
    /// There is not enough room, or the spans share memory; nothing has changed.
    /// </exception>
    public int CompleteWithConfidence(Span<int> labels, Span<float> confidence)
    {
        Guard.RoomForConfidence(_waiting, confidence.Length);
        return End(labels, LabelProbabilities.OfOwnLabel(confidence), nameof(confidence));
    }

    /// <summary>Forgets the sentence: the next word is the first of another.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void Reset()
    {
        _waiting = 0;
        _parity = 0;
        _isPrepared = false;
        _unknownWord = 0;
        _first = 0;
        Window.Fill(_shape.PaddingRow);
        Model.Network.Forward.InitialState.CopyTo(Previous);
    }

    /// <summary>How many words wait for their label, and how the model is run.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{_waiting} waiting words; {Model}";

    /// <summary>The embedding row of a word index; one out of range is refused.</summary>
    [MethodImpl(HotPath.Inlined)]
    private int RequireRow(int word)
    {
        if (!Guard.IsKnown(word, _shape.PaddingRow))
        {
            RequireUnknownWord(word);
            return word;
        }

        return _shape.RowOf(word);
    }

    [MethodImpl(HotPath.Compiled)]
    private bool AdvanceWithConfidence(int row, out int label, out float confidence)
    {
        confidence = 0f;
        return Advance(row, out label, LabelProbabilities.OfOwnLabel(new Span<float>(ref confidence)));
    }

    /// <param name="row">The embedding row of the next word.</param>
    /// <param name="label">Receives the answer.</param>
    /// <param name="probabilities">Receives its probabilities; or empty.</param>
    [MethodImpl(HotPath.Compiled)]
    private bool Advance(int row, out int label, LabelProbabilities probabilities)
    {
        Prepare();
        ref var newest = ref _rows[_first + _window - 1];
        newest = row;
        label = -1;
        var hasAnswer = _waiting == Delay;
        if (hasAnswer)
        {
            var next = Next;
            _step.Finish(new ReadOnlySpan<int>(in newest), next, _workspace);
            _step.Label(next, new Span<int>(ref label), probabilities, _workspace);
            _parity = 1 - _parity;
            _isPrepared = false;
        }
        else
        {
            _waiting++;
        }

        MoveWindow();
        return hasAnswer;
    }

    [MethodImpl(HotPath.Compiled)]
    private int End(Span<int> labels, LabelProbabilities probabilities, string parameter = "probabilities")
    {
        var waiting = _waiting;
        Guard.RoomForWaitingWords(
            waiting, probabilities.PerWord, labels.Length, probabilities.Values.Length);
        Guard.NoOverlap<float, int>(probabilities.Values, labels, parameter);

        var written = 0;
        for (var i = 0; i < Delay; i++)
        {
            var next = written == waiting ? default : probabilities.Slice(written, 1);
            if (Advance(_shape.PaddingRow, out var label, next))
            {
                labels[written++] = label;
            }
        }

        Reset();
        return written;
    }

    /// <summary>Moves the window on by one word.</summary>
    [MethodImpl(HotPath.Inlined)]
    private void MoveWindow()
    {
        _first++;
        if (_first + _window > _rows.Length)
        {
            _rows.AsSpan(_first).CopyTo(_rows);
            _first = 0;
        }
    }
}
