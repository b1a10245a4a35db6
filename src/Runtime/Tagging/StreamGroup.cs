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
/// <see cref="Capacity"/> − 1; all of them exist from the beginning, and nothing allocates once the words have been
/// seen (<see cref="CompileOptions.ProjectionBudget"/>). Streams with consecutive numbers in a tick are processed in
/// place; any other set is copied first, which costs about 3 %. Most of a time step depends on earlier words only:
/// <see cref="Prepare()"/> does that part after the answers are sent.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class StreamGroup
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
        Advance(streams, words, labels, default);

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
        if (!probabilities.IsEmpty)
        {
            Guard.ProbabilityMatrix(streams.Length, _shape.LabelCount, probabilities.Length);
        }

        Advance(streams, words, labels, new LabelProbabilities(probabilities, _shape.LabelCount));
    }

    /// <summary>Gives one word to each of some streams, and gives the probability of each answer too.</summary>
    /// <param name="streams">The streams [n], each at most once.</param>
    /// <param name="words">The next word of each [n], as in <see cref="TaggingStream.Push(int, out int)"/>.</param>
    /// <param name="labels">
    /// Receives the label indices [n], as in <see cref="Tick(ReadOnlySpan{int}, ReadOnlySpan{int}, Span{int})"/>.
    /// </param>
    /// <param name="confidence">
    /// Receives the probability of each label [n], 0 to 1. It is left as it is where a stream has no answer.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The spans differ in length, streams or words share memory with labels or confidence, or a stream is given twice;
    /// nothing has changed.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A stream or a word is out of range; nothing has changed.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public void TickWithConfidence(
        ReadOnlySpan<int> streams, ReadOnlySpan<int> words, Span<int> labels, Span<float> confidence)
    {
        Guard.OneConfidencePerWord(streams.Length, confidence.Length);
        Advance(streams, words, labels, LabelProbabilities.OfOwnLabel(confidence));
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
    public int Complete(int stream, Span<int> labels) => End(stream, labels, default);

    /// <summary>Ends the sentence of a stream, and gives the probability of every label too.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="labels">Receives the label indices, as in <see cref="Complete(int, Span{int})"/>.</param>
    /// <param name="probabilities">Receives [waiting words, labels]; or empty.</param>
    /// <returns>How many words were labelled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    /// <exception cref="ArgumentException">There is not enough room; nothing has changed.</exception>
    public int Complete(int stream, Span<int> labels, Span<float> probabilities) =>
        End(stream, labels, new LabelProbabilities(probabilities, _shape.LabelCount));

    /// <summary>Ends the sentence of a stream, and gives the probability of each label too.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="labels">Receives the label indices, as in <see cref="Complete(int, Span{int})"/>.</param>
    /// <param name="confidence">Receives the probability of each of them, 0 to 1.</param>
    /// <returns>How many words were labelled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    /// <exception cref="ArgumentException">There is not enough room; nothing has changed.</exception>
    public int CompleteWithConfidence(int stream, Span<int> labels, Span<float> confidence)
    {
        RequireStream(stream);
        Guard.RoomForConfidence(_states.Waiting[stream], confidence.Length);
        return End(stream, labels, LabelProbabilities.OfOwnLabel(confidence));
    }
    /// <summary>Forgets the sentence of a stream: its next word is the first of another.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    public void Reset(int stream)
    {
        RequireStream(stream);
        _states.Reset(stream);
    }

    /// <summary>The number of streams, and how the model is run.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Capacity} streams; {Model}";

    [MethodImpl(HotPath.Compiled)]
    private void Advance(
        ReadOnlySpan<int> streams, ReadOnlySpan<int> words, Span<int> labels, LabelProbabilities probabilities)
    {
        Check(streams, words, labels, probabilities.Values);
        _batches.Tick(streams, words, labels, probabilities);
    }

    [MethodImpl(HotPath.Compiled)]
    private int End(int stream, Span<int> labels, LabelProbabilities probabilities)
    {
        RequireStream(stream);
        var waiting = _states.Waiting[stream];
        Guard.RoomForWaitingWords(
            waiting, probabilities.PerWord, labels.Length, probabilities.Values.Length);

        _one[0] = stream;
        var written = 0;
        for (var i = 0; i < Delay; i++)
        {
            Advance(_one, _padding, _oneLabel, written == waiting ? default : probabilities.Slice(written, 1));
            if (_oneLabel[0] >= 0)
            {
                labels[written++] = _oneLabel[0];
            }
        }

        Reset(stream);
        return written;
    }

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
