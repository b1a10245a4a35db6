using System.Runtime.CompilerServices;
using FastElman.Memory;
using FastElman.Network;
using FastElman.Simd;
using FastElman.Tagging;
using FastElman.Validation;

namespace FastElman;

/// <summary>
/// Labels the words of one live stream as they come. The window of the network looks <see cref="Delay"/> words ahead, so a word that is
/// pushed gets the word that came so many before it its label. Over a whole sentence the labels are those of <see cref="Tagger"/>, and the
/// states and probabilities the same bits.
/// </summary>
/// <remarks>
/// Not thread-safe: one thread at a time, and one stream a sentence at a time; it can be used again after <see cref="Complete(Span{int})"/> or
/// <see cref="Reset"/>. Nothing allocates. Most of a step needs only the words before it: <see cref="Prepare"/> does that part, so that a service
/// that calls it once an answer is sent has the next answer in a fraction of the time.
/// </remarks>
public sealed class TaggingStream
{
    /// <summary>The window's rows are moved back only now and then: moving them at every step, while the latest is still on its way to the cache, costs 10 ns.</summary>
    private const int StepsBetweenMoves = 256;

    private readonly TimeStep _step;
    private readonly StepWorkspace _workspace;
    private readonly AlignedBuffer _evenState;
    private readonly AlignedBuffer _oddState;
    private readonly int _window;

    /// <summary>Embedding rows, the window of the next step from <see cref="_first"/> on; it moves through them and goes back to the beginning now and then.</summary>
    private readonly int[] _rows;

    private int _first;

    /// <summary>Words that wait for their label: those pushed so far, and <see cref="Delay"/> from then on.</summary>
    private int _waiting;

    private bool _isPrepared;

    /// <summary>Whether the next time step is at an even (0) or odd (1) place of the sentence.</summary>
    private int _parity;

    /// <summary>Makes a stream that has seen no word.</summary>
    /// <param name="model">The model, shared with others.</param>
    /// <exception cref="NotSupportedException">The model needs whole sentences: <see cref="CompiledModel.CanStream"/>.</exception>
    public TaggingStream(CompiledModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.RequireStreaming();
        Model = model;
        _step = TimeStep.Create(model.Network, model.InstructionSet);
        _workspace = StepWorkspace.ForLockstep(model.Network, 1);
        var stride = model.Network.Forward.Stride;
        var slab = new AlignedArena(stride, stride);
        (_evenState, _oddState) = (slab.Part(0), slab.Part(1));
        _window = model.Shape.WindowSize;
        _rows = new int[_window + StepsBetweenMoves];
        Reset();
    }

    /// <summary>The model.</summary>
    public CompiledModel Model { get; }

    /// <summary>The instruction set that this stream's kernels were made with.</summary>
    public InstructionSet InstructionSet => _step.InstructionSet;

    /// <summary>How many words after it a word gets its label: half the window.</summary>
    public int Delay => Model.Shape.WindowReach;

    /// <summary>Bytes of a saved state; see <see cref="SaveState"/>.</summary>
    public int StateByteCount => StreamStateFormat.SizeOf(Model.Shape);

    /// <summary>The embedding rows of the next step's window [window]; the last place waits for the next word.</summary>
    private Span<int> Window => _rows.AsSpan(_first, _window);

    /// <summary>h_{t−1} [padded hidden]; the two take turns.</summary>
    private Span<float> Previous => _parity == 0 ? _evenState.Span : _oddState.Span;

    /// <summary>What h_t is made of [padded hidden].</summary>
    private Span<float> Next => _parity == 0 ? _oddState.Span : _evenState.Span;

    /// <summary>Takes the next word.</summary>
    /// <param name="word">Its index, from 0 to the vocabulary's size − 1; −1, like the index after the last word, is the padding word.</param>
    /// <param name="label">The label index of the word <see cref="Delay"/> before it, if the result is true; else −1.</param>
    /// <returns>False for the first <see cref="Delay"/> words of a sentence, which have to wait for theirs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range; nothing has changed.</exception>
    [MethodImpl(HotPath.Compiled)]
    public bool Push(int word, out int label) => Push(word, out label, default);

    /// <summary>Takes the next word, and gives the probability of every label besides.</summary>
    /// <param name="word">Its index, as in <see cref="Push(int, out int)"/>.</param>
    /// <param name="label">The label index, as there.</param>
    /// <param name="probabilities">Receives the probabilities [labels] if the result is true; or empty.</param>
    /// <returns>Whether there is an answer.</returns>
    /// <exception cref="ArgumentException">There is not room for one probability a label; nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range; nothing has changed.</exception>
    [MethodImpl(HotPath.Compiled)]
    public bool Push(int word, out int label, Span<float> probabilities)
    {
        Guard.InVocabulary(word, Model.Shape.PaddingRow);
        RequireRoom(probabilities);
        Prepare();
        ref var newest = ref _rows[_first + _window - 1];
        newest = Model.Shape.RowOf(word);
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

    /// <summary>
    /// Does the part of the next step that needs no further word, if it is not done. <see cref="Push(int, out int)"/> does it otherwise: the
    /// results are the same.
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

    /// <summary>Ends the sentence: labels the words that still wait, and makes the stream ready for the next sentence.</summary>
    /// <param name="labels">Receives up to <see cref="Delay"/> label indices, for the last words in order.</param>
    /// <returns>How many were written: as many words as waited.</returns>
    /// <exception cref="ArgumentException">There is not enough room; nothing has changed.</exception>
    public int Complete(Span<int> labels) => Complete(labels, default);

    /// <summary>Ends the sentence, and gives the probabilities besides.</summary>
    /// <param name="labels">Receives the label indices, as in <see cref="Complete(Span{int})"/>.</param>
    /// <param name="probabilities">Receives [waiting words, labels]; or empty.</param>
    /// <returns>How many words were labelled.</returns>
    /// <exception cref="ArgumentException">There is not enough room; nothing has changed.</exception>
    public int Complete(Span<int> labels, Span<float> probabilities)
    {
        var labelCount = Model.Shape.LabelCount;
        Guard.RoomForWaitingWords(_waiting, labelCount, labels.Length, probabilities.Length);

        var waiting = _waiting;
        var written = 0;
        for (var i = 0; i < Delay; i++)
        {
            var row = probabilities.IsEmpty || written == waiting ? default : probabilities.Slice(written * labelCount, labelCount);
            if (Push(-1, out var label, row))
            {
                labels[written++] = label;
            }
        }

        Reset();
        return written;
    }

    /// <summary>Forgets the sentence: the next word is the first of another.</summary>
    public void Reset()
    {
        _waiting = 0;
        _parity = 0;
        _isPrepared = false;
        _first = 0;
        Window.Fill(Model.Shape.PaddingRow);
        Model.Network.Forward.InitialState.CopyTo(Previous);
    }

    /// <summary>Saves where the stream stands, so that this or another stream of the same model goes on from there.</summary>
    /// <param name="state">Receives <see cref="StateByteCount"/> bytes, the same on every machine.</param>
    /// <exception cref="ArgumentException">There is not enough room.</exception>
    public void SaveState(Span<byte> state) =>
        StreamStateFormat.Write(state, Model, _waiting, _parity, Window, Previous[..Model.Shape.RecurrentSize]);

    /// <summary>Goes on from a saved state.</summary>
    /// <param name="state">What <see cref="SaveState"/> wrote.</param>
    /// <exception cref="StreamStateException">It is not a state of a stream of this model; nothing has changed.</exception>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        var hidden = Next;
        (_waiting, var parity) = StreamStateFormat.Read(state, Model, Window, hidden[..Model.Shape.RecurrentSize]);
        if (parity == _parity)
        {
            hidden.CopyTo(Previous);
        }

        _parity = parity;
        _isPrepared = false;
    }

    private void RequireRoom(ReadOnlySpan<float> probabilities)
    {
        if (!probabilities.IsEmpty)
        {
            Guard.ProbabilityMatrix(1, Model.Shape.LabelCount, probabilities.Length);
        }
    }

    /// <summary>The window of the next step begins one word later.</summary>
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
