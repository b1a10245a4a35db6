using System.Runtime.InteropServices;
using FastElman.Native.Models;

namespace FastElman.Native.Tagging;

/// <summary>fe_slot.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct FoundSlot(SlotNames names, Slot slot)
{
    public readonly int Name = names.IndexOf(slot.Name);
    public readonly int Start = slot.Start;
    public readonly int End = slot.End;
    public readonly float Confidence = slot.Confidence;
}
