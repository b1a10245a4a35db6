using System.Text.Json.Serialization;

namespace FastElman.Training.Runs;

/// <summary>What a checkpoint says besides its tensors; JSON in its metadata.</summary>
/// <param name="Run">Whose checkpoint it is.</param>
/// <param name="Epochs">The epochs that are done; the schedule follows from their scores.</param>
/// <param name="LearningRate">The learning rate from here on.</param>
/// <param name="BestF1">The best score so far as the schedule compares it; null before the first, or without a validation set.</param>
/// <param name="Place">Sentences of the epoch that is under way.</param>
/// <param name="LossSum">The sum of their losses.</param>
/// <param name="Updates">Sentences since the start of the run.</param>
/// <param name="OptimizerSteps">Steps that the optimiser remembers; 0 where it remembers nothing.</param>
internal sealed record CheckpointState(
    RunIdentity Run, IReadOnlyList<EpochResult> Epochs, double LearningRate, double? BestF1, int Place, double LossSum, long Updates, long OptimizerSteps);

/// <summary>Strict both ways: nothing missing, nothing unknown, nothing twice.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CheckpointState))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
