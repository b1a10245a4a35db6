using FastElman.Interop.Theano;
using FastElman.Validation;

namespace FastElman.Interop;

/// <summary>
/// The weights that the Theano tutorial's program saves (<c>rnnslu.py</c>, <c>RNNSLU.save</c>): seven .npy files in a
/// folder, or the same seven as entries of an .npz archive. Sizes in the names of the tutorial: nh hidden units, nc
/// labels, ne words, de values in an embedding, cs words in the window.
/// <list type="table">
/// <listheader><term>File</term><description>Content</description></listheader>
/// <item><term>embeddings</term><description>[ne + 1, de], the padding word last</description></item>
/// <item><term>wx</term><description>[de · cs, nh], from the window to the hidden layer</description></item>
/// <item><term>wh</term><description>[nh, nh], from the hidden state of the time step before</description></item>
/// <item><term>w</term><description>[nh, nc], from the hidden layer to the logits</description></item>
/// <item><term>bh</term><description>[nh], hidden bias</description></item>
/// <item><term>b</term><description>[nc], output bias</description></item>
/// <item><term>h0</term><description>[nh], hidden state before the first word</description></item>
/// </list>
/// The older <c>is13</c> program writes the same with the names Wx, Wh and W. A file s0 [nc] instead of h0 means that
/// it is a Jordan network; its wh is [nc, nh].
/// </summary>
/// <remarks>
/// <para>
/// A dump holds neither words nor labels nor the decoding. The words and labels stand in the <see cref="FoldPickle"/>
/// that the network was trained on.
/// </para>
/// <para>
/// The arrays are float16, float32 or float64, in C or Fortran order, of either byte order, in .npy version 1, 2 or 3.
/// Float64 is rounded to the nearest float32 and has to be within its range.
/// </para>
/// <para>
/// An archive is replaced whole. The files of a folder are exchanged: those of the new dump are written first, then all
/// old ones are moved out of the way, then the new ones are moved in. So whoever opens the folder sees the old dump,
/// the new one, or one that lacks a file, never files of both, also after a process was killed in between; then the old
/// files are in the folder <c>.fastelman-dump.tmp</c> in it, until the dump is written anew. <see cref="Load"/> refuses
/// a dump that is exchanged while it reads it. Other files in the folder stay; one of the seven that is a link is
/// replaced by a file, and what it leads to stays as it was.
/// </para>
/// <para>
/// Thread-safe. Of calls that save to the same folder at the same time, one is done and the others fail.
/// </para>
/// </remarks>
public static class TheanoDump
{
    /// <summary>Loads a dump.</summary>
    /// <param name="path">A folder of .npy files or an .npz archive, with the names of either dialect.</param>
    /// <param name="vocabulary">
    /// The words of the network, ne of them; null for a model that takes word indices only.
    /// </param>
    /// <param name="labels">
    /// The labels of the network, nc of them; null for a model that gives label indices only.
    /// </param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelFormatException">
    /// It is not a sound dump, a value is not finite, or there are more or fewer words or labels than the arrays have
    /// room for. All shapes are checked before any value is read.
    /// </exception>
    /// <exception cref="FileNotFoundException">There is no file and no folder of this name.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read, or is a folder.</exception>
    public static ElmanModel Load(string path, Vocabulary? vocabulary = null, LabelSet? labels = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        var provenance = new ModelProvenance(Origin: $"Theano dump {name}");
        return ElmanModel.Adopt(
            DumpReader.Read(path), vocabulary, labels, provenance, decoding: null, allowNonFinite: false, file: path);
    }

    /// <summary>
    /// Saves the parameters of a model as float32 in C order, whole or not at all; an old dump of the same name is
    /// replaced. Words, labels, provenance and decoding are not part of a dump and are lost.
    /// </summary>
    /// <param name="model">An Elman or a Jordan network with the sigmoid and without learned label transitions.</param>
    /// <param name="path">An archive where it ends in .npz, else a folder. The folder around it has to exist.</param>
    /// <param name="dialect">The names of the files.</param>
    /// <exception cref="NotSupportedException">The tutorial's program has no such network.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dialect.</exception>
    /// <exception cref="IOException">The dump cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The dump may not be written.</exception>
    public static void Save(ElmanModel model, string path, TheanoDialect dialect = TheanoDialect.Rnnslu)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Enum.IsDefined(dialect))
        {
            throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "There is no such dialect.");
        }

        DumpWriter.Write(model.Parameters, path, dialect);
    }
}
