using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Gateway;

namespace FastElman.Samples.SessionCluster.Tests.Gateway;

/// <summary>
/// A session that labels each piece with its own text, keeps the rules of <see cref="ILiveSession"/>, and breaks when
/// it is told to.
/// </summary>
internal sealed class FragileSession : ILiveSession
{
    public const string Model = "the model";

    private readonly List<string> _taken = [];
    private List<string> _saved = [];
    private SessionPieces? _last;
    private int _failures;
    private int _busy;
    private int _full;
    private long _skipped;
    private int _callsUntilLost = -1;
    private bool _losesAnswer;
    private bool _asksAgain;
    private string? _problem;

    /// <summary>What was taken, once each.</summary>
    public string Taken => string.Concat(_taken);

    /// <summary>The model that the first pieces said the session has.</summary>
    public string? ModelOfFirst { get; private set; }

    private long Next => _skipped + _taken.Count;

    public void Fail(int times) => _failures = times;

    public void BeBusy(int times) => _busy = times;

    public void BeFull(int times) => _full = times;

    public void LoseAnswer() => _losesAnswer = true;

    public void AskAgain() => _asksAgain = true;

    public void Refuse(string problem) => _problem = problem;

    public void Save() => _saved = [.. _taken];

    public void LoseSiloAfter(int calls) => _callsUntilLost = calls;

    /// <summary>What was not saved is gone.</summary>
    public void LoseSilo(bool forgetsAll = false)
    {
        _taken.Clear();
        _taken.AddRange(forgetsAll ? [] : _saved);
        _saved = forgetsAll ? [] : _saved;
        _last = null;
    }

    public Task<SessionAnswer> AdvanceAsync(SessionPieces pieces)
    {
        if (_callsUntilLost-- == 0)
        {
            LoseSilo();
        }

        if (_failures-- > 0)
        {
            throw new TimeoutException();
        }

        if (_busy-- > 0)
        {
            return Answer(AnswerKind.Busy);
        }

        if (_full-- > 0)
        {
            return Answer(AnswerKind.Full);
        }

        if (_asksAgain)
        {
            _asksAgain = false;
            return Answer(AnswerKind.SendAgain);
        }

        if (_problem is not null)
        {
            return Answer(AnswerKind.Refused);
        }

        if (pieces.BeginsSentence && pieces.First > Next)
        {
            _skipped = pieces.First - _taken.Count;
        }

        if (pieces.First != Next)
        {
            return _last is { } last && last.First == pieces.First && last.End == Next
                ? Answer(AnswerKind.Taken, last)
                : Answer(AnswerKind.SendAgain);
        }

        ModelOfFirst = pieces.First == 0 ? pieces.Model : ModelOfFirst;
        _taken.AddRange(pieces.Pieces.Select(piece => piece.Text));
        _last = pieces;
        if (_losesAnswer)
        {
            _losesAnswer = false;
            throw new TimeoutException();
        }

        return Answer(AnswerKind.Taken, pieces);
    }

    public Task CloseAsync() => Task.CompletedTask;

    private Task<SessionAnswer> Answer(AnswerKind kind, SessionPieces? pieces = null) =>
        Task.FromResult(new SessionAnswer
        {
            Kind = kind,
            Next = Next,
            Saved = _skipped + _saved.Count,
            Labels = [.. pieces?.Pieces.Select((piece, i) => new WordLabel((int)pieces.First + i, piece.Text)) ?? []],
            Model = Model,
            Problem = _problem,
        });
}
