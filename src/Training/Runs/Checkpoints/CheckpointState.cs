using System.Text.Json.Serialization;

namespace FastElman.Training.Runs.Checkpoints;

/// <summary>The state of a run besides tensors, as JSON in the metadata of a checkpoint.</summary>
/// <param name="Run">The identity of the run.</param>
/// <param name="Epochs">The completed epochs; the schedule follows from their scores.</param>
/// <param name="LearningRate">The learning rate from here on.</param>
/// <param name="BestF1">
/// The best score so far as the schedule compares it; null before the first, or without a validation set.
/// </param>
/// <param name="Place">Sentences of the epoch in progress that are done.</param>
/// <param name="LossSum">The sum of their losses.</param>
/// <param name="Updates">Updates since the start of the run, one a sentence.</param>
/// <param name="OptimizerSteps">Steps that the moments of the optimiser count; 0 for gradient descent.</param>
/// <param name="Selection">
/// The epochs of the first training, where everything else is about the final training; else null, and not in the file.
/// </param>
internal sealed record CheckpointState(
    RunIdentity Run,
    IReadOnlyList<EpochResult> Epochs,
    double LearningRate,
    double? BestF1,
    int Place,
    double LossSum,
    long Updates,
    long OptimizerSteps,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<EpochResult>? Selection = null);

/// <summary>Missing, unknown and repeated properties are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CheckpointState))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
