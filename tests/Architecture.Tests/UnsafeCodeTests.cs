using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FastElman.Architecture.Tests;

/// <summary>
/// Code that the runtime of .NET does not check stands in few rooms, and nothing in the runtime waits for a lock.
/// </summary>
public sealed class UnsafeCodeTests
{
    /// <summary>Where unchecked code may stand, and what for.</summary>
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["src/Runtime/Validation"] = "whether two spans of any length share memory",
        ["src/Runtime/Memory"] = "aligned addresses in pinned arrays",
        ["src/Runtime/Simd"] = "loads and stores of registers",
        ["src/Runtime/Kernels"] = "the innermost loops, whose sizes were checked where the weights were packed",
        ["src/Runtime/Packing"] = "the table of projected words by address, and packed integers",
        ["src/Runtime/Network"] = "rows of the table of projected words by address",
        ["src/Runtime/Tagging"] = "a batch that helper threads share: spans cannot be fields",
        ["src/Runtime/Files"] = "a model in memory is read as a stream; system calls for the owner of a file",
        ["src/Training/Backpropagation"] = "the innermost loops of a training step",
        ["src/Native/Errors"] = "the address of a message, which programs in C read",
        ["src/Native/Arguments"] = "memory of programs in C as spans, after the checks that its address allows",
        ["src/Native/Info"] = "functions that programs in C call",
        ["src/Native/Models"] = "functions that programs in C call",
        ["src/Native/Tagging"] = "functions that programs in C call, and their arrays of words",
        ["src/Native/Streams"] = "functions that programs in C call",
    };

    /// <summary>Members that turn a reference or an address into memory of any length.</summary>
    private static readonly HashSet<string> UncheckedMembers =
    [
        "CreateSpan", "CreateReadOnlySpan", "GetReference", "GetArrayDataReference", "CreateFromPinnedArray",
        "CreateReadOnlySpanFromNullTerminated",
    ];

    private static readonly HashSet<string> Locks =
    [
        "Monitor", "Lock", "Mutex", "Semaphore", "SemaphoreSlim", "SpinLock", "ReaderWriterLock",
        "ReaderWriterLockSlim", "ManualResetEvent", "ManualResetEventSlim", "AutoResetEvent", "CountdownEvent",
        "Barrier", "BlockingCollection", "ConcurrentDictionary", "EventWaitHandle",
    ];

    public static TheoryData<string> Folders => ["src", "tools"];

    [Theory, MemberData(nameof(Folders))]
    public void Unchecked_code_stands_in_the_rooms_that_say_what_for(string folder)
    {
        var strays = SourceTree.Files(folder)
            .Where(file => !Reasons.Keys.Any(
                room => SourceTree.Relative(file).StartsWith($"{room}/", StringComparison.Ordinal)))
            .SelectMany(file => Nodes(file).Where(IsUnchecked).Select(node => Place(file, node)));

        Assert.Empty(strays);
    }

    [Fact]
    public void Each_of_these_rooms_has_unchecked_code() => Assert.All(
        Reasons.Keys, room => Assert.Contains(SourceTree.Files(room), file => Nodes(file).Any(IsUnchecked)));

    [Fact]
    public void Nothing_in_the_runtime_waits_for_a_lock()
    {
        var found = SourceTree.Files("src/Runtime").SelectMany(file => Nodes(file)
            .Where(node => node is LockStatementSyntax
                || (node is SimpleNameSyntax name && Locks.Contains(name.Identifier.Text)))
            .Select(node => Place(file, node)));

        Assert.Empty(found);
    }

    private static bool IsUnchecked(SyntaxNode node) => node switch
    {
        UnsafeStatementSyntax => true,
        MemberDeclarationSyntax declared => declared.Modifiers.Any(SyntaxKind.UnsafeKeyword),
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax type, Name: var member } =>
            type.Identifier.Text switch
            {
                "Unsafe" or "NativeMemory" => true,
                "MemoryMarshal" => UncheckedMembers.Contains(member.Identifier.Text),
                _ => false,
            },
        AttributeSyntax { Name: var name } => $"{name}" is "DllImport" or "LibraryImport" or "UnsafeAccessor",
        _ => false,
    };

    private static IEnumerable<SyntaxNode> Nodes(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file).GetRoot().DescendantNodes();

    private static string Place(string file, SyntaxNode node) =>
        $"{SourceTree.Relative(file)}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {node}"
            .Split('\n')[0];
}
