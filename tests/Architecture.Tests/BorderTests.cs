using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FastElman.Architecture.Tests;

/// <summary>
/// The functions that programs in C call: no exception leaves them, and every one of them turns exceptions into codes
/// in the same place.
/// </summary>
public sealed class BorderTests
{
    /// <summary>Functions that cannot fail, and give back no code.</summary>
    private static readonly string[] Infallible = ["fe_version", "fe_last_error", "fe_status_name"];

    private static readonly (string Name, MethodDeclarationSyntax Method)[] Functions =
    [
        .. from file in SourceTree.Files("src/Native")
           from method in CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file).GetRoot().DescendantNodes()
               .OfType<MethodDeclarationSyntax>()
           let name = EntryPoint(method)
           where name is not null
           select (name, method),
    ];

    public static TheoryData<string> Fallible =>
        [.. Functions.Select(function => function.Name).Except(Infallible)];

    [Theory, MemberData(nameof(Fallible))]
    public void A_function_lets_no_exception_out(string name)
    {
        var method = Functions.Single(function => function.Name == name).Method;
        var guarded = Assert.IsType<TryStatementSyntax>(Assert.Single(method.Body!.Statements));
        var caught = Assert.Single(guarded.Catches);
        Assert.Equal("Exception", $"{caught.Declaration!.Type}");
        Assert.Null(caught.Filter);
        Assert.Equal("return Border.Report(exception);", $"{Assert.Single(caught.Block.Statements)}");
    }

    [Fact]
    public void The_others_are_expressions() => Assert.All(
        Infallible,
        name => Assert.NotNull(Functions.Single(function => function.Name == name).Method.ExpressionBody));

    [Fact]
    public void There_are_functions() => Assert.True(Functions.Length > 40);

    /// <returns>The name of a function that programs in C call; null for another method.</returns>
    private static string? EntryPoint(MethodDeclarationSyntax method) => method.AttributeLists
        .SelectMany(list => list.Attributes)
        .Where(attribute => $"{attribute.Name}" == "UnmanagedCallersOnly")
        .Select(attribute => ((LiteralExpressionSyntax)attribute.ArgumentList!.Arguments[0].Expression).Token.ValueText)
        .SingleOrDefault();
}
