using FastElman.Native.Errors;
using FastElman.Native.Handles;

namespace FastElman.Native.Models;

/// <summary>A model with a handle. Opening models and asking about them lives in this room.</summary>
internal sealed class NativeModel(ElmanModel model) : NativeObject
{
    private SlotNames? _slotNames;

    public override byte Kind => HandleKind.Model;

    public ElmanModel Model { get; } = model;

    /// <summary>The names that slots can have.</summary>
    /// <exception cref="NativeException">The model has no names of labels.</exception>
    public SlotNames SlotNames => _slotNames ??= new SlotNames(RequireLabels());

    /// <summary>The words by name.</summary>
    /// <exception cref="NativeException">The model has none.</exception>
    public Vocabulary RequireWords() => Model.Vocabulary
        ?? throw new NativeException(Status.NoNames, "The model has no vocabulary: it takes word indices only.");

    /// <summary>The labels by name.</summary>
    /// <exception cref="NativeException">The model has none.</exception>
    public LabelSet RequireLabels() => Model.Labels
        ?? throw new NativeException(Status.NoNames, "The model has no label set: it gives label indices only.");
}
