using System.Runtime.InteropServices;

namespace FastElman.Native.Tagging;

/// <summary>fe_text_statistics.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TextCounts(TextStatistics statistics)
{
    public readonly int TokenCount = statistics.TokenCount;
    public readonly int UnknownTokenCount = statistics.UnknownTokenCount;
    public readonly int RescoredTokenCount = statistics.RescoredTokenCount;
    public readonly int OmittedSlotCount = statistics.OmittedSlotCount;
}
