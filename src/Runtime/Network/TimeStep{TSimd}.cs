using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// The network on one page: what it computes for the word at time step t. Every form of running calls this class, so
/// the rule is written once and all forms give the same bits. The window has w words. The last of them, the newest,
/// comes (w − 1) / 2 words after the word that gets the label.
/// <code>
/// (1)  z_t  = bh + context_t        context_t   = Σ_{k = 0 … w−2} embedding(x_{t,k}) · wx_k     InputLayer
/// (2)  z_t += h_{t−1} · wh          h_{−1} = h0                                                 RecurrentLayer
/// (3)  h_t  = f(z_t + lookahead_t)  lookahead_t = embedding(x_{t,w−1}) · wx_{w−1}               InputLayer
/// (4)  p_t  = softmax(h_t · w + b)  label_t     = first arg-max of h_t · w + b                  OutputLayer
/// </code>
/// f is the sigmoid in the tutorial's network. In a Jordan network p_{t−1} takes the place of h_{t−1}, and h0 that of
/// p_{−1}. A live stream computes (1) and (2) before the newest word is there: this is why wx is split in two. Where a
/// model has a temperature T, the probabilities that it gives are softmax((h_t · w + b) / T); what a Jordan network
/// feeds back is p_t all the same.
/// </summary>
/// <remarks>
/// The forms of running differ in how many time steps they compute an equation for at a time:
/// <code>
/// form                              (1) and lookahead   (2), (3)    (4)           by
/// a sentence                        32 words            1 word      32 words      Run, then OutputLayer
/// a sentence that is seen whole     the same, once for each reading direction; (4) for all words at the end
/// a batch in lockstep               1 word of each of up to 16 sentences          Begin, Finish, Label
/// a live stream                     1 word                                        Begin, Finish, Label
/// a group of live streams           1 word of each of up to 32 streams            Begin, Finish, Label
/// </code>
/// The layers choose how a product is computed: <see cref="InputLayer{TSimd, TVector}"/> from a table or with wx,
/// <see cref="RecurrentLayer{TSimd, TVector}"/> for one row or several, in floats or 16-bit integers, and
/// <see cref="OutputLayer{TSimd, TVector}"/> in bytes where only labels are wanted. Every sum of floats runs in the
/// same order however many rows there are.
/// </remarks>
internal sealed class TimeStep<TSimd, TVector> : TimeStep
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly PackedHiddenLayer _layer;
    private readonly InputLayer<TSimd, TVector> _input;
    private readonly RecurrentLayer<TSimd, TVector> _recurrent;
    private readonly OutputLayer<TSimd, TVector> _output;
    private readonly HiddenActivation _activation;
    private readonly int _window;
    private readonly int _stride;
    private readonly bool _isJordan;

    /// <param name="network">The network.</param>
    /// <param name="layer">Its hidden layer, or that of the direction in which this object reads a sentence.</param>
    public TimeStep(PackedNetwork network, PackedHiddenLayer layer)
    {
        _layer = layer;
        _input = new InputLayer<TSimd, TVector>(layer);
        _recurrent = new RecurrentLayer<TSimd, TVector>(layer);
        _output = new OutputLayer<TSimd, TVector>(network);
        _activation = layer.Shape.Variant.Activation;
        _window = layer.Shape.WindowSize;
        _stride = layer.Stride;
        _isJordan = layer.Shape.Variant.Kind == NetworkKind.Jordan;
    }

    public override InstructionSet InstructionSet => TSimd.InstructionSet;

    /// <inheritdoc/>
    [MethodImpl(HotPath.Compiled)]
    public override void Begin(
        ReadOnlySpan<int> windows,
        ReadOnlySpan<float> previous,
        Span<float> sums,
        Direction direction,
        StepWorkspace workspace)
    {
        _input.SumWindows(windows, sums, workspace);          // (1) z_t  = bh + context_t
        _recurrent.Add(previous, sums, direction, workspace); // (2) z_t += h_{t−1} · wh
    }

    /// <inheritdoc/>
    [MethodImpl(HotPath.Compiled)]
    public override void Finish(ReadOnlySpan<int> newest, Span<float> states, StepWorkspace workspace)
    {
        _input.ProjectLookahead(newest, workspace);
        for (var i = 0; i < newest.Length; i++)
        {
            var lookahead = _input.Lookahead(newest[i], i, workspace);
            Activate(states.Slice(i * _stride, _stride), lookahead); // (3) h_t = f(z_t + lookahead_t)
            _input.Prefetch(newest[i], isAlone: newest.Length == 1);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(HotPath.Compiled)]
    public override void Label(
        Span<float> states, Span<int> labels, LabelProbabilities probabilities, StepWorkspace workspace)
    {
        _output.Label(states, labels, probabilities, workspace); // (4) p_t = softmax(h_t · w + b)
        for (var i = 0; _isJordan && i < labels.Length; i++)
        {
            var row = states.Slice(i * _stride, _stride);
            Feedback(row, row, workspace);
        }
    }

    /// <summary>Before the first word of a sentence: h_{−1} = h0.</summary>
    public void Start(SentenceWorkspace workspace) => _layer.InitialState.CopyTo(workspace.Hidden);

    /// <summary>
    /// The hidden states of the next words of one sentence, whose time steps follow one another. Only the recurrence
    /// has to go word by word.
    /// </summary>
    /// <param name="words">[n]: the word indices of the sentence, in reading order.</param>
    /// <param name="start">
    /// The first word of the block, a multiple of <see cref="SentenceWorkspace.BlockLength"/>.
    /// </param>
    /// <param name="length">Words in the block, at most <see cref="SentenceWorkspace.BlockLength"/>.</param>
    /// <param name="workspace">As <see cref="Start"/> or the block before left it.</param>
    /// <returns>[length, stride]: h_t, in memory that the next block uses again.</returns>
    [MethodImpl(HotPath.Compiled)]
    public Span<float> Run(ReadOnlySpan<int> words, int start, int length, SentenceWorkspace workspace)
    {
        var rows = workspace.WindowRows(words, start, length, _layer.Shape);
        var first = workspace.Hidden[.._stride];
        var states = workspace.Hidden.Slice(_stride, length * _stride);
        var step = workspace.Step;
        if (start > 0 && !_isJordan)
        {
            // h_{t−1} of the block before, which was a full one. The copy is not made at the end of a block: most
            // sentences have only one, and behind 512-bit code the SSE code of the base library takes 300 ns.
            workspace.Hidden.Slice(SentenceWorkspace.BlockLength * _stride, _stride).CopyTo(first);
        }

        _input.SumSentence(rows, states, step); // (1) z_t  = bh + context_t, for the whole block
        var previous = first;
        for (var t = 0; t < length; t++)
        {
            var state = states.Slice(t * _stride, _stride);
            _recurrent.Add(previous, state, StepDirection.Of(t), step); // (2) z_t += h_{t−1} · wh
            Activate(state, _input.LookaheadInSentence(t, step)); // (3) h_t  = f(z_t + lookahead_t)
            previous = _isJordan ? Feedback(state, first, step) : state;
        }

        return states;
    }

    /// <inheritdoc/>
    public override void WarmUp(StepWorkspace workspace)
    {
        _input.ProjectVocabulary(workspace);
        _output.WarmUp(workspace);
    }

    /// <summary>Equation (3) for one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Activate(Span<float> state, ReadOnlySpan<float> lookahead) =>
        HiddenUnits.Activate<TSimd, TVector>(_activation, state, lookahead);

    /// <summary>In a Jordan network: what the next step gets in place of h_t, p_t [labels].</summary>
    [MethodImpl(HotPath.Compiled)]
    private Span<float> Feedback(ReadOnlySpan<float> state, Span<float> probabilities, StepWorkspace workspace)
    {
        _output.Probabilities(state, probabilities, workspace);
        return probabilities;
    }
}
