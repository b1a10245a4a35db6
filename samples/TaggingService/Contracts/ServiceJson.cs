using System.Net.ServerSentEvents;
using System.Text.Json.Serialization;
using FastElman.Extensions.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace FastElman.Samples.TaggingService.Contracts;

/// <summary>Reads and writes the service's JSON by generated code, which NativeAOT needs.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SlotsRequest))]
[JsonSerializable(typeof(SlotsResponse))]
[JsonSerializable(typeof(ManySlotsRequest))]
[JsonSerializable(typeof(ManySlotsResponse))]
[JsonSerializable(typeof(StreamEvent))]
[JsonSerializable(typeof(SseItem<StreamEvent>))] // the OpenAPI document looks at it
[JsonSerializable(typeof(ModelResponse))]
[JsonSerializable(typeof(ReloadResult))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ServiceJson : JsonSerializerContext;
