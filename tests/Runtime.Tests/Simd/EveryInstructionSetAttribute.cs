using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace FastElman.Tests.Simd;

/// <summary>
/// Runs a theory once in each instruction set that this machine has; with values, once for each of them in each
/// instruction set.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryInstructionSetAttribute(params object[] values) : DataAttribute
{
    public object[] Values { get; } = values;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var rows =
            from instructionSet in SimdInfo.Supported
            from row in Values.Length == 0
                ? [[instructionSet]]
                : Values.Select(value => new[] { instructionSet, value })
            select (ITheoryDataRow)new TheoryDataRow(row);
        return new([.. rows]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
