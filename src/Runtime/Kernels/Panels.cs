namespace FastElman.Kernels;

/// <summary>A matrix in panels, as kernels take it: its values and how they lie.</summary>
/// <param name="values">[<see cref="PanelLayout.Length"/>].</param>
/// <param name="layout">How they lie.</param>
internal readonly ref struct Panels(ReadOnlySpan<float> values, in PanelLayout layout)
{
    /// <summary>[<see cref="PanelLayout.Length"/>].</summary>
    public ReadOnlySpan<float> Values { get; } = values;

    /// <summary>How the values lie.</summary>
    public PanelLayout Layout { get; } = layout;
}
