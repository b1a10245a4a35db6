using System.Text;
using FastElman.Extensions.Hosting;
using FastElman.Extensions.Hosting.Registration;
using FastElman.Extensions.Hosting.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// The settings of a model in the JSON of a service. What the check of the keys accepts, the binder of the
/// configuration can bind; what is accepted after that lies in its range.
/// </summary>
internal sealed class SettingsTarget() : FuzzTarget("settings")
{
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. ("\"FastElman\"|{}|[]|null|true|-1|1e999|\"NaN\"|\"0x10\"|\"1,2\"|\"Scalar, Avx2\"|\"-00:00:01\"|\" \"|\"\""
            + "|\"Compile\"|\"Reload\"|\"Shadow\"|\"Load\"|\"SelfTest\"|\"ExpectedSlots\""
            + "|,\"flights\":{\"ModelPath\":1}")
            .Split('|').Select(Encoding.UTF8.GetBytes),
    ];

    // Each element of a list is a key of its own, and each wrong key a sentence that names those that exist.
    public override int AllowedBytesPerByte => 2000;

    public override IEnumerable<byte[]> Seeds() => ((string[])
    [
        """
        {"FastElman": {"ModelPath": "flights.safetensors", "Compile": {"InstructionSet": "Scalar", "Precision":
        "Float32", "ProjectionBudget": 1000, "Decoding": "Iob", "MinimumConfidence": 0.5}, "Load": {"AllowNonFinite":
        false, "AllowUnknownTensors": true, "VerifyChecksum": true}, "DisableMetrics": "true"}}
        """,
        """
        {"FastElman": {"ModelPath": "a", "Reload": {"Mode": "Poll", "Delay": "00:00:01", "PollingInterval": "1"},
        "Shadow": {"ModelPath": "b", "Share": 0.1, "QueueLength": 7}, "SelfTest": {"Sentence": "to oslo",
        "ExpectedSlots": ["city=oslo"]}, "flights": {"ModelPath": "c"}}}
        """,
    ]).Select(Encoding.UTF8.GetBytes);

    public override bool IsRefusal(Exception exception) => exception is OptionsValidationException;

    public override int Run(byte[] input)
    {
        IConfiguration configuration;
        try
        {
            configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(input)).Build();
        }
        catch (Exception exception) when (exception is FormatException or System.Text.Json.JsonException)
        {
            // The host's own parser of JSON.
            return 0;
        }

        var settings = new FastElmanSettings();
        try
        {
            new ConfigureSettings(string.Empty, configuration).Configure(settings);
        }
        catch (OptionsValidationException exception)
        {
            // One sentence for each wrong key: the message of all of them may be long.
            foreach (var failure in exception.Failures)
            {
                throw new OptionsValidationException(exception.OptionsName, exception.OptionsType, [failure]);
            }
        }

        return HashCode.Combine(
            settings.Reload.Mode,
            settings.Compile.Precision,
            settings.Compile.InstructionSet,
            Magnitude(settings.SelfTest.ExpectedSlots.Count));
    }
}
