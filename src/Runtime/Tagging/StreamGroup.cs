using System.Diagnostics;
using System.Runtime.CompilerServices;
using FastElman.Network;
using FastElman.Simd;
using FastElman.Tagging;
using FastElman.Validation;

namespace FastElman;

/// <summary>
/// Many live streams of one model that advance together. A tick takes one word for each of some streams and gives each
/// of them an answer. Every stream gives the same bits as a <see cref="TaggingStream"/> of its own; together they take
/// less time, because each weight that is loaded serves many streams.
/// </summary>
/// <remarks>
/// Not thread-safe: one thread at a time; what two at once spoil is as for a <see cref="TaggingStream"/>. For more
/// cores make several groups. <see cref="Open"/> gives a stream its number, <see cref="Close"/> takes it back; a group
/// begins with no open stream. Nothing allocates after construction once the words have been seen
/// (<see cref="CompileOptions.ProjectionBudget"/>), opening and closing included. Streams that were opened one after
/// another in a new group and stand in that order in a tick are processed in place; any other set is copied first,
/// which costs about 3 %. Most of a time step depends on earlier words only: <see cref="Prepare()"/> does that part
/// after the answers are sent.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class StreamGroup
{
    private readonly ElmanShape _shape;
    private readonly TimeStep _step;
    private readonly StreamStates _states;
    private readonly StreamBatches _batches;

    /// <summary>[capacity]: the indices of the streams of a tick.</summary>
    private readonly int[] _indices;
    private long _tick;

    /// <summary>Makes a group without open streams.</summary>
    /// <param name="model">The compiled model, shared.</param>
    /// <param name="capacity">
    /// The largest number of streams that are open at once, at least 1. Each takes 8 bytes a hidden unit, 4 bytes a
    /// word of the window and 28 more. That memory is reserved here and first used when so many streams are open, so a
    /// capacity beyond the need costs next to nothing where the system provides memory at its first use. In a model
    /// with subwords it takes 16 more, and from its first unknown word on an embedding and 16 bytes for each word of
    /// the window.
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
        _states = new StreamStates(model.Network, capacity, model.Subwords);
        _batches = new StreamBatches(_step, _states, model.Network);
        _indices = new int[capacity];
    }

    /// <summary>The compiled model.</summary>
    public CompiledModel Model { get; }

    /// <summary>The instruction set that this group's kernels were made with.</summary>
    public InstructionSet InstructionSet => _step.InstructionSet;

    /// <summary>The largest number of streams that are open at once.</summary>
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
    /// The spans differ in length, labels share memory with streams or words, or a stream is given twice; nothing has
    /// changed.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A stream is not open, or a word is out of range; nothing has changed.
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
    /// The spans do not fit in length, labels or probabilities share memory with another span, or a stream is given
    /// twice; nothing has changed.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A stream is not open, or a word is out of range; nothing has changed.
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
    /// The spans differ in length, labels or confidence share memory with another span, or a stream is given twice;
    /// nothing has changed.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A stream is not open, or a word is out of range; nothing has changed.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public void TickWithConfidence(
        ReadOnlySpan<int> streams, ReadOnlySpan<int> words, Span<int> labels, Span<float> confidence)
    {
        Guard.OneConfidencePerWord(streams.Length, confidence.Length);
        Advance(streams, words, labels, LabelProbabilities.OfOwnLabel(confidence), nameof(confidence));
    }

    /// <summary>
    /// Does the part of the next time step of every open stream that depends on earlier words only, unless it is done
    /// already. Without this call a tick does it, for its own streams; the results are the same. It looks at every
    /// place that was ever used, 24 bytes each: where few of many streams are left open, name them
    /// (<see cref="Prepare(ReadOnlySpan{int})"/>).
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    public void Prepare()
    {
        var used = _states.UsedCount;
        for (var index = 0; index < used; index++)
        {
            if (_states.IsOpenAt(index))
            {
                _batches.Prepare(index);
            }
        }

        _batches.PrepareRest();
    }

    /// <summary>Does the same for some streams.</summary>
    /// <param name="streams">The streams; one that is given twice is prepared once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A stream is not open; nothing was done.</exception>
    [MethodImpl(HotPath.Compiled)]
    public void Prepare(ReadOnlySpan<int> streams)
    {
        foreach (var stream in streams)
        {
            RequireStream(stream);
        }

        // Read again, and checked again: another thread may have changed the caller's memory since.
        foreach (var stream in streams)
        {
            if (_states.IsOpen(stream))
            {
                _batches.Prepare(_states.IndexOf(stream));
            }
        }

        _batches.PrepareRest();
    }

    /// <summary>The number of open streams and of all that there is room for, and how the model is run.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{OpenCount} of {Capacity} streams; {Model}";

    [MethodImpl(HotPath.Compiled)]
    private void Advance(
        ReadOnlySpan<int> streams,
        ReadOnlySpan<int> words,
        Span<int> labels,
        LabelProbabilities probabilities,
        string parameter = "probabilities")
    {
        Check(streams, words, labels, probabilities.Values, parameter);
        _batches.Tick(_indices.AsSpan(0, streams.Length), words, labels, probabilities);
    }

    /// <summary>
    /// Checks all arguments before anything is changed, and copies the streams: another thread may change the caller's
    /// memory, and what is checked must be what is run.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private void Check(
        ReadOnlySpan<int> streams,
        ReadOnlySpan<int> words,
        Span<int> labels,
        Span<float> probabilities,
        string parameter)
    {
        if (words.Length != streams.Length || labels.Length != streams.Length)
        {
            throw new ArgumentException(
                $"Expected {streams.Length} words and labels, found {words.Length} and {labels.Length}.",
                nameof(words));
        }

        Guard.NoOverlap<int, int>(labels, words);
        Guard.NoOverlap<int, int>(labels, streams);
        Guard.NoOverlap<float, int>(probabilities, words, parameter);
        Guard.NoOverlap<float, int>(probabilities, streams, parameter);
        Guard.NoOverlap<float, int>(probabilities, labels, parameter);
        if (_states.UnknownWords is null)
        {
            Guard.InVocabulary(words, _shape.PaddingRow);
        }

        _tick++;
        for (var i = 0; i < streams.Length; i++)
        {
            var stream = streams[i];
            var index = RequireStream(stream);
            ref var entry = ref _states.Entries[index];
            if (entry.LastTick == _tick)
            {
                throw new ArgumentException($"The stream {stream} is given twice in one tick.", nameof(streams));
            }

            // An unknown word is one of its stream alone.
            if (_states.UnknownWords is not null && (entry.UnknownWord == 0 || words[i] != entry.UnknownWord))
            {
                Guard.InVocabulary(words, i, _shape.PaddingRow);
            }

            // No stream twice: there are never more than the capacity.
            entry.LastTick = _tick;
            _indices[i] = index;
        }
    }
}
