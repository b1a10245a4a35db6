namespace FastElman.Training.Corpora;

/// <summary>A row of columns: one word of a sentence.</summary>
/// <param name="Line">Its line, from 1 on.</param>
/// <param name="Cells">[columns].</param>
internal readonly record struct ColumnRow(long Line, string[] Cells);
