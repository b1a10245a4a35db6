namespace FastElman.Extensions.Hosting.Telemetry;

/// <summary>Names of instruments, of activities and of their tags: a contract, see docs/guide/serving.md.</summary>
internal static class Names
{
    public const string TagDuration = "fastelman.tag.duration";
    public const string Words = "fastelman.words";
    public const string UnknownWords = "fastelman.words.unknown";
    public const string RescoredWords = "fastelman.words.rescored";
    public const string Slots = "fastelman.slots";
    public const string OmittedSlots = "fastelman.slots.omitted";
    public const string SlotConfidence = "fastelman.slot.confidence";
    public const string ActiveStreams = "fastelman.streams.active";
    public const string LoadDuration = "fastelman.model.load.duration";
    public const string Reloads = "fastelman.model.reloads";
    public const string ModelAge = "fastelman.model.age";
    public const string ShadowTexts = "fastelman.shadow.texts";
    public const string ShadowDifferences = "fastelman.shadow.differences";

    public const string TagActivity = "fastelman.tag";
    public const string LoadActivity = "fastelman.model.load";

    public const string Model = "fastelman.model";
    public const string Fingerprint = "fastelman.model.fingerprint";
    public const string Operation = "fastelman.operation";
    public const string SlotName = "fastelman.slot.name";
    public const string WordCount = "fastelman.word.count";
    public const string SlotCount = "fastelman.slot.count";
    public const string Outcome = "fastelman.outcome";
    public const string Difference = "fastelman.difference";
    public const string ErrorType = "error.type";
}
