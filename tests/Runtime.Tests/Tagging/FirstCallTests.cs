using System.Reflection;
using System.Runtime.Loader;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Tagging;

/// <summary>
/// That the first call of a form compiles nothing once the model is warm. Each test loads the runtime and this assembly
/// a second time, so that nothing of them is compiled yet, whatever other tests have called.
/// </summary>
public sealed class FirstCallTests
{
    private static readonly Type[] FormTypes =
    [
        typeof(Tagger), typeof(BatchTagger), typeof(TaggingStream), typeof(StreamGroup),
        typeof(TaggingStreamExtensions), typeof(SlotReader), typeof(Tokenizer), typeof(WordBuffer),
    ];

    [Theory, EveryInstructionSet]
    public void The_first_call_of_every_form_compiles_nothing_after_a_warmup(InstructionSet instructionSet) =>
        Assert.Empty(Count(instructionSet, warm: true));

    [Fact]
    public void Without_a_warmup_most_forms_compile_something()
    {
        var counts = Count(SimdInfo.Active, warm: false);
        Assert.True(counts.Length > 20, string.Join("; ", counts));
    }

    [Fact]
    public void Every_public_method_is_among_the_forms()
    {
        var expected = FormTypes
            .SelectMany(type => type.GetMethods(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName && method.GetBaseDefinition() == method)
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
            .Distinct();
        Assert.Empty(expected.Except(FirstCalls.Names.Select(name => name.Split(' ')[0])));
    }

    /// <summary>Forms and the number of methods that each compiles; those that compile nothing are left out.</summary>
    private static string[] Count(InstructionSet instructionSet, bool warm)
    {
        // What the base library has no code for is compiled here: without hardware intrinsics that is all of it, and
        // which part of it other tests have called depends on their order.
        FirstCalls.Count((int)instructionSet, warm);
        var context = new SecondContext();
        var again = context.LoadFromAssemblyPath(typeof(FirstCalls).Assembly.Location);
        var count = again.GetType(typeof(FirstCalls).FullName!)!.GetMethod(nameof(FirstCalls.Count))!;
        return (string[])count.Invoke(null, [(int)instructionSet, warm])!;
    }

    /// <summary>Loads the project's own assemblies again, and shares all others.</summary>
    private sealed class SecondContext() : AssemblyLoadContext(name: null)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var path = Path.Combine(AppContext.BaseDirectory, $"{assemblyName.Name}.dll");
            return assemblyName.Name is "FastElman" or "Fixtures" or "Reference" or "System.IO.Hashing"
                ? LoadFromAssemblyPath(path)
                : null;
        }
    }
}
