namespace FastElman.Interop;

/// <summary>The program whose file names a dump has; see <see cref="TheanoDump"/>.</summary>
public enum TheanoDialect
{
    /// <summary>The tutorial's <c>rnnslu.py</c>: embeddings, wx, wh, w, bh, b, h0.</summary>
    Rnnslu,

    /// <summary>
    /// Its predecessor <c>is13</c>: embeddings, Wx, Wh, W, bh, b, h0; a Jordan network has s0 in place of h0.
    /// </summary>
    Is13,
}
