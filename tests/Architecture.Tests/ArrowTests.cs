using System.Reflection;
using System.Runtime.CompilerServices;
using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace FastElman.Architecture.Tests;

/// <summary>Which room may use which; docs/architecture.md shows the same as a picture.</summary>
public sealed class ArrowTests
{
    /// <summary>
    /// The one type of its room that calls upwards, so that loading and compiling a model start where a user looks.
    /// </summary>
    private const string FrontDoor = "FastElman.ElmanModel";

    private static readonly string[] FrontDoorUses = ["FastElman.CompiledModel", "FastElman.CompileOptions"];

    /// <summary>
    /// Every room with what it may use: a room of its own package by its name, any other package as a whole. A room may
    /// use only what is listed before it, so that no arrow can run back. A room that is missing here fails a test.
    /// </summary>
    /// <remarks>
    /// "Training" is the package, also for the rooms of the command; "Cli/Training" is the command's room of that name.
    /// "Cli" is the room of the files outside the folders: the entry point.
    /// </remarks>
    private static readonly (string Room, string[] Uses)[] Arrows =
    [
        ("Runtime/Validation", []),
        ("Runtime/Model", ["Validation"]),
        ("Runtime/Files", ["Model", "Validation"]),
        ("Runtime/Text", ["Model", "Validation"]),
        ("Runtime/Labels", ["Model", "Validation"]),
        ("Runtime/Memory", ["Validation"]),
        ("Runtime/Simd", ["Validation"]),
        ("Runtime/Kernels", ["Memory", "Simd", "Validation"]),
        ("Runtime/Packing", ["Model", "Labels", "Memory", "Simd", "Kernels", "Validation"]),
        ("Runtime/Network", ["Model", "Labels", "Memory", "Simd", "Kernels", "Packing", "Validation"]),
        ("Runtime/Tagging",
            ["Model", "Text", "Labels", "Memory", "Simd", "Kernels", "Packing", "Network", "Validation"]),

        ("Interop/Numpy", ["Runtime"]),
        ("Interop/Pickle", ["Numpy", "Runtime"]),
        ("Interop/Archives", []),
        ("Interop/Layouts", ["Runtime"]),
        ("Interop/Theano", ["Archives", "Numpy", "Pickle", "Runtime"]),
        ("Interop/PyTorch", ["Archives", "Layouts", "Pickle", "Runtime"]),
        ("Interop/Onnx", ["Layouts", "Runtime"]),

        ("Training/Validation", ["Runtime"]),
        ("Training/Randomness", ["Runtime"]),
        ("Training/Corpora", ["Validation", "Randomness", "Interop", "Runtime"]),
        ("Training/Embeddings", ["Corpora", "Runtime"]),
        ("Training/Evaluation", ["Corpora", "Embeddings", "Runtime"]),
        ("Training/Backpropagation", ["Validation", "Randomness", "Runtime"]),
        ("Training/Runs",
        [
            "Validation", "Randomness", "Corpora", "Embeddings", "Evaluation", "Backpropagation", "Interop", "Runtime",
        ]),
        ("Training/Search",
        [
            "Validation", "Randomness", "Corpora", "Evaluation", "Backpropagation", "Runs", "Interop", "Runtime",
        ]),
        ("Training/Reports", ["Corpora", "Embeddings", "Evaluation", "Runs", "Interop", "Runtime"]),

        ("Hosting/Settings", ["Runtime"]),
        ("Hosting/Telemetry", ["Runtime"]),
        ("Hosting/Models", ["Settings", "Telemetry", "Runtime"]),
        ("Hosting/Watching", ["Settings", "Telemetry"]),
        ("Hosting/Serving", ["Settings", "Telemetry", "Models", "Runtime"]),
        ("Hosting/Health", ["Settings", "Models"]),
        ("Hosting/Registration",
            ["Settings", "Telemetry", "Models", "Watching", "Serving", "Health", "Runtime"]),

        ("Native/Errors", ["Runtime"]),
        ("Native/Arguments", ["Errors"]),
        ("Native/Handles", ["Errors"]),
        ("Native/Info", ["Errors", "Arguments", "Runtime"]),
        ("Native/Models", ["Errors", "Arguments", "Handles", "Info", "Runtime"]),
        ("Native/Tagging", ["Errors", "Arguments", "Handles", "Info", "Models", "Runtime"]),
        ("Native/Streams", ["Errors", "Arguments", "Handles", "Models", "Tagging", "Runtime"]),

        ("Cli/Terminal", []),
        ("Cli/Outputs", ["Terminal", "Interop", "Runtime"]),
        ("Cli/Models", ["Terminal", "Outputs", "Interop", "Runtime"]),
        ("Cli/Tagging", ["Terminal", "Training", "Interop", "Runtime"]),
        ("Cli/Shards", ["Terminal", "Outputs", "Tagging", "Training", "Runtime"]),
        ("Cli/Evaluation", ["Terminal", "Models", "Training", "Runtime"]),
        ("Cli/Training", ["Terminal", "Outputs", "Models", "Training", "Interop", "Runtime"]),
        ("Cli/Demo", ["Terminal", "Training", "Runtime"]),
        ("Cli/Commands",
        [
            "Terminal", "Outputs", "Models", "Tagging", "Shards", "Evaluation", "Cli/Training", "Demo", "Training",
            "Interop", "Runtime",
        ]),
        ("Cli", ["Terminal", "Commands", "Runtime"]),
    ];

    public static TheoryData<string> RoomNames => [.. Arrows.Select(arrow => arrow.Room)];

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void A_room_uses_only_what_its_arrows_allow(string room)
    {
        // The description is the key of ArchUnitNET's cache, so it names the room.
        var strangers = Types().That()
            .FollowCustomPredicate(type => !Allows(room, Rooms.Of(type)), $"are in rooms closed to {room}");
        Check(Types().That()
            .FollowCustomPredicate(type => Rooms.Of(type) == room && !IsFrontDoor(type), $"are in {room}")
            .Should().NotDependOnAny(strangers).WithoutRequiringPositiveResults());
    }

    [Fact]
    public void ElmanModel_calls_only_files_and_compilation_above_it()
    {
        var strangers = Types().That().FollowCustomPredicate(
            type => !FrontDoorUses.Contains(type.FullName)
                && Rooms.Of(type) is not "Runtime/Files"
                && !Allows("Runtime/Model", Rooms.Of(type)),
            "are neither files nor the compiled model");
        Check(Types().That().FollowCustomPredicate(IsFrontDoor, "are ElmanModel").Should().NotDependOnAny(strangers));
    }

    [Fact]
    public void Nothing_in_the_runtime_knows_what_stands_on_it() =>
        Check(Types().That().FollowCustomPredicate(type => IsIn("Runtime", type), "are in the runtime")
            .Should().NotDependOnAny(Types().That().FollowCustomPredicate(
                type => Rooms.Of(type) is { } room && PackageOf(room) != "Runtime", "stand on the runtime")));

    [Fact]
    public void Interop_does_not_know_training_or_the_command() =>
        Check(Types().That().FollowCustomPredicate(type => IsIn("Interop", type), "are in Interop")
            .Should().NotDependOnAny(Types().That().FollowCustomPredicate(
                type => IsIn("Training", type) || IsIn("Cli", type), "stand beside or on Interop")));

    [Theory]
    [InlineData("Hosting")]
    [InlineData("Native")]
    public void A_package_uses_no_internals_of_the_runtime(string package) =>
        Assert.DoesNotContain(
            Rooms.Packages.Single(package => package.Name == "Runtime").Load()
                .GetCustomAttributes<InternalsVisibleToAttribute>(),
            friend => friend.AssemblyName.Contains(package, StringComparison.Ordinal));

    [Fact]
    public void Every_room_has_its_arrows() =>
        Assert.Equal(Rooms.All, Arrows.Select(arrow => arrow.Room).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void An_arrow_points_to_a_room_listed_before(string room)
    {
        var place = Array.FindIndex(Arrows, arrow => arrow.Room == room);
        foreach (var used in Arrows[place].Uses)
        {
            Assert.Contains(Arrows[..place], before => Covers(room, used, before.Room));
        }
    }

    /// <summary>True as well for what is in no room: the base library and packages.</summary>
    private static bool Allows(string room, string? used) =>
        used is null
        || used == room
        || Arrows.Single(arrow => arrow.Room == room).Uses.Any(name => Covers(room, name, used));

    /// <summary>True if a name in the list of a room covers another room.</summary>
    private static bool Covers(string room, string name, string used) =>
        Rooms.Packages.Any(package => package.Name == name)
            ? PackageOf(used) == name
            : used == (name.Contains('/') ? name : $"{PackageOf(room)}/{name}");

    private static string PackageOf(string room) => room.Split('/')[0];

    private static bool IsIn(string package, IType type) => Rooms.Of(type) is { } room && PackageOf(room) == package;

    private static bool IsFrontDoor(IType type) => type.FullName.Split('+')[0] == FrontDoor;

    private static void Check(IArchRule rule) => rule.Check(Rooms.Architecture);
}
