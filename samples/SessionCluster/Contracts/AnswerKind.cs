namespace FastElman.Samples.SessionCluster.Contracts;

/// <summary>What became of pieces.</summary>
internal enum AnswerKind
{
    /// <summary>They are taken, now or when they came before.</summary>
    Taken,

    /// <summary>The session stands elsewhere, since its silo was lost: send from the next place on.</summary>
    SendAgain,

    /// <summary>Too much is unsaved already: send them a little later.</summary>
    Busy,

    /// <summary>The model cannot take them; nothing has changed.</summary>
    Refused,

    /// <summary>The session cannot begin: its silo has as many as it may have. Another one may have room.</summary>
    Full,

    /// <summary>The session cannot begin: all silos have as many as they may have.</summary>
    AllFull,
}
