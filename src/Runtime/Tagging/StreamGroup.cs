using System.Diagnostics;
using System.Runtime.CompilerServices;
using FastElman.Network;
using FastElman.Simd;
using FastElman.Tagging;
using FastElman.Validation;
using static System.FormattableString;

namespace FastElman;

/// <summary>
/// Many live streams of one model that advance together. A tick takes one word for each of some streams and gives each
/// of them an answer. Every stream gives the same bits as a <see cref="TaggingStream"/> of its own; together they take
/// less time, because each weight that is loaded serves many streams.
/// </summary>
/// <remarks>
/// Not thread-safe: one thread at a time. For more cores make several groups. Streams are numbered from 0 to
/// <see cref="Capacity"/> − 1; all of them exist from the beginning, and nothing allocates afterwards. Streams with
/// consecutive numbers in a tick are processed in place; any other set is copied first, which costs about 3 %. Most of
/// a time step depends on earlier words only: <see cref="Prepare()"/> does that part after the answers are sent.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class StreamGroup
{
    private readonly ElmanShape _shape;
    private readonly TimeStep _step;
    private readonly StreamStates _states;
    private readonly StreamBatches _batches;
    private readonly long[] _lastTick;
    private readonly int[] _padding = [-1];
    private readonly int[] _one = new int[1];
    private readonly int[] _oneLabel = new int[1];
    private long _tick;

    /// <summary>Makes a group of streams that have seen no word.</summary>
    /// <param name="model">The compiled model, shared.</param>
    /// <param name="capacity">
    /// The number of streams, at least 1. Each takes 8 bytes a hidden unit and 4 bytes a word of the window.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The capacity is below 1, or the states of so many streams exceed the largest array.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The model labels whole sentences only: <see cref="CompiledModel.CanStream"/>.
    /// </exception>
    public StreamGroup(CompiledModel model, int capacity)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        model.RequireStreaming();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, StreamStates.MaximumCapacity(model.Network));
        Model = model;
        _shape = model.Shape;
        _step = TimeStep.Create(model.Network, model.InstructionSet);
        _states = new StreamStates(model.Network, capacity);
        _batches = new StreamBatches(_step, _states, model.Network);
        _lastTick = new long[capacity];
    }

    /// <summary>The compiled model.</summary>
    public CompiledModel Model { get; }

    /// <summary>The instruction set that this group's kernels were made with.</summary>
    public InstructionSet InstructionSet => _step.InstructionSet;

    /// <summary>The number of streams.</summary>
    public int Capacity => _states.Capacity;

    /// <summary>
    /// Look-ahead in words: a word gets its label when so many more have come. Half the window, rounded down.
    /// </summary>
    public int Delay => _shape.WindowReach;

    /// <summary>The size of a saved state in bytes: see <see cref="SaveState"/>.</summary>
    public int StateByteCount => StreamStateFormat.SizeOf(_shape);

    /// <summary>Gives one word to each of some streams.</summary>
    /// <param name="streams">The streams [n], each at most once.</param>
    /// <param name="words">The next word of each [n], as in <see cref="TaggingStream.Push(int, out int)"/>.</param>
    /// <param name="labels">
    /// Receives for each stream [n] the label index of the word that came <see cref="Delay"/> words earlier, or −1
    /// where there is none yet.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The spans differ in length, the labels share memory with another span, or a stream is given twice; nothing has
    /// changed.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A stream or a word is out of range; nothing has changed.
    /// </exception>
    public void Tick(ReadOnlySpan<int> streams, ReadOnlySpan<int> words, Span<int> labels) =>
        Tick(streams, words, labels, default);

    /// <summary>Gives one word to each of some streams, and gives the probability of every label too.</summary>
    /// <param name="streams">The streams [n], each at most once.</param>
    /// <param name="words">The next word of each [n], as in <see cref="TaggingStream.Push(int, out int)"/>.</param>
    /// <param name="labels">
    /// Receives the label indices [n], as in <see cref="Tick(ReadOnlySpan{int}, ReadOnlySpan{int}, Span{int})"/>.
    /// </param>
    /// <param name="probabilities">
    /// Receives the probabilities [n, labels], or is empty. Rows of streams without an answer are left as they are.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The spans do not fit in length, the labels share memory with another span, or a stream is given twice; nothing
    /// has changed.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A stream or a word is out of range; nothing has changed.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public void Tick(ReadOnlySpan<int> streams, ReadOnlySpan<int> words, Span<int> labels, Span<float> probabilities)
    {
        Check(streams, words, labels, probabilities);
        _batches.Tick(streams, words, labels, probabilities);
    }

    /// <summary>
    /// Does the part of every stream's next time step that depends on earlier words only, unless it is done already.
    /// A tick does it otherwise, for its own streams. The results are the same.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    public void Prepare()
    {
        for (var stream = 0; stream < Capacity; stream++)
        {
            _batches.Prepare(stream);
        }

        _batches.PrepareRest();
    }

    /// <summary>Does the same for some streams.</summary>
    /// <param name="streams">The streams; one that is given twice is prepared once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A stream is out of range; nothing was done.</exception>
    [MethodImpl(HotPath.Compiled)]
    public void Prepare(ReadOnlySpan<int> streams)
    {
        foreach (var stream in streams)
        {
            RequireStream(stream);
        }

        foreach (var stream in streams)
        {
            _batches.Prepare(stream);
        }

        _batches.PrepareRest();
    }

    /// <summary>
    /// Ends the sentence of a stream: labels the words that still wait, and makes the stream ready for the next
    /// sentence.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="labels">
    /// Receives the label indices of the last words, at most <see cref="Delay"/>, in order.
    /// </param>
    /// <returns>How many were written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    /// <exception cref="ArgumentException">There is not enough room; nothing has changed.</exception>
    public int Complete(int stream, Span<int> labels) => Complete(stream, labels, default);

    /// <summary>Ends the sentence of a stream, and gives the probability of every label too.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="labels">Receives the label indices, as in <see cref="Complete(int, Span{int})"/>.</param>
    /// <param name="probabilities">Receives [waiting words, labels]; or empty.</param>
    /// <returns>How many words were labelled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    /// <exception cref="ArgumentException">There is not enough room; nothing has changed.</exception>
    [MethodImpl(HotPath.Compiled)]
    public int Complete(int stream, Span<int> labels, Span<float> probabilities)
    {
        RequireStream(stream);
        var waiting = _states.Waiting[stream];
        var labelCount = _shape.LabelCount;
        Guard.RoomForWaitingWords(waiting, labelCount, labels.Length, probabilities.Length);

        _one[0] = stream;
        var written = 0;
        for (var i = 0; i < Delay; i++)
        {
            Tick(
                _one, _padding, _oneLabel, probabilities.IsEmpty
                    || written == waiting ? default : probabilities.Slice(written * labelCount, labelCount));
            if (_oneLabel[0] >= 0)
            {
                labels[written++] = _oneLabel[0];
            }
        }

        Reset(stream);
        return written;
    }

    /// <summary>Forgets the sentence of a stream: its next word is the first of another.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    public void Reset(int stream)
    {
        RequireStream(stream);
        _states.Reset(stream);
    }

    /// <summary>
    /// Saves the state of a stream. Any stream of the same model can continue from it: in this group, in another, or as
    /// a <see cref="TaggingStream"/>. The bytes carry the <see cref="ElmanModel.Fingerprint"/> of the model.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="state">Receives <see cref="StateByteCount"/> bytes, the same on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    /// <exception cref="ArgumentException">There is not enough room.</exception>
    public void SaveState(int stream, Span<byte> state)
    {
        RequireStream(stream);
        StreamStateFormat.Write(
            state, Model, _states.Waiting[stream], _states.Parity[stream], _states.Windows(stream, 1), State(stream));
    }

    /// <summary>Makes a stream continue from a saved state.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="state">What <see cref="SaveState"/> or <see cref="TaggingStream.SaveState"/> wrote.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    /// <exception cref="StreamStateException">
    /// It is not a state of a stream of this model; nothing has changed.
    /// </exception>
    public void RestoreState(int stream, ReadOnlySpan<byte> state)
    {
        RequireStream(stream);
        (_states.Waiting[stream], _states.Parity[stream]) = StreamStateFormat.Read(
            state, Model, _states.Windows(stream, 1), State(stream));
        _states.IsPrepared[stream] = false;
    }

    /// <summary>The number of streams, and how the model is run.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Capacity} streams; {Model}";

    /// <summary>[recurrent size]: h_{t−1} of a stream without the padding; p_{t−1} in a Jordan network.</summary>
    private Span<float> State(int stream) => _states.Hidden(stream, 1)[.._shape.RecurrentSize];

    /// <summary>Checks all arguments before anything is changed.</summary>
    [MethodImpl(HotPath.Compiled)]
    private void Check(ReadOnlySpan<int> streams, ReadOnlySpan<int> words, Span<int> labels, Span<float> probabilities)
    {
        if (words.Length != streams.Length || labels.Length != streams.Length)
        {
            throw new ArgumentException(
                $"Expected {streams.Length} words and labels, found {words.Length} and {labels.Length}.",
                nameof(words));
        }

        if (!probabilities.IsEmpty)
        {
            Guard.ProbabilityMatrix(streams.Length, _shape.LabelCount, probabilities.Length);
        }

        Guard.InVocabulary(words, _shape.PaddingRow);
        Guard.NoOverlap(words, labels);
        Guard.NoOverlap(streams, labels);
        Guard.NoOverlap(words, probabilities);
        Guard.NoOverlap(streams, probabilities);
        _tick++;
        foreach (var stream in streams)
        {
            RequireStream(stream);
            if (_lastTick[stream] == _tick)
            {
                throw new ArgumentException($"The stream {stream} is given twice in one tick.", nameof(streams));
            }

            _lastTick[stream] = _tick;
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private void RequireStream(int stream)
    {
        if ((uint)stream >= (uint)Capacity)
        {
            throw new ArgumentOutOfRangeException(
                nameof(stream), Invariant($"There is no such stream: expected 0 to {Capacity - 1}, found {stream}."));
        }
    }
}
