using System.Globalization;
using Google.Protobuf;

namespace FastElman.Benchmarks.Service.Telemetry;

/// <summary>
/// Reads the values out of an ExportMetricsServiceRequest. The numbers of the fields are those of
/// opentelemetry/proto/metrics/v1/metrics.proto.
/// </summary>
internal static class OtlpMetrics
{
    public static Dictionary<string, double> Read(byte[] request)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var resourceMetrics in Messages(request, 1))
        {
            foreach (var scopeMetrics in Messages(resourceMetrics, 2))
            {
                foreach (var metric in Messages(scopeMetrics, 2))
                {
                    ReadMetric(metric, values);
                }
            }
        }

        return values;
    }

    private static void ReadMetric(byte[] metric, Dictionary<string, double> values)
    {
        const int Gauge = 5, Sum = 7, Histogram = 9;
        var name = Messages(metric, 1).Select(System.Text.Encoding.UTF8.GetString).First();
        foreach (var kind in new[] { Gauge, Sum })
        {
            foreach (var point in Messages(metric, kind).SelectMany(data => Messages(data, 1)))
            {
                Add(values, name, Attributes(point, 7), NumberOf(point));
            }
        }

        foreach (var point in Messages(metric, Histogram).SelectMany(data => Messages(data, 1)))
        {
            var attributes = Attributes(point, 9).ToArray();
            Add(values, $"{name}/count", attributes, Fixed64(point, 4));
            Add(values, $"{name}/sum", attributes, BitConverter.Int64BitsToDouble(Fixed64(point, 5)));
        }
    }

    private static void Add(
        Dictionary<string, double> values, string name, IEnumerable<string> attributes, double value)
    {
        values[name] = values.GetValueOrDefault(name) + value;
        foreach (var attribute in attributes)
        {
            var key = $"{name}{{{attribute}}}";
            values[key] = values.GetValueOrDefault(key) + value;
        }
    }

    private static double NumberOf(byte[] point)
    {
        const int AsDouble = 4, AsInteger = 6;
        var bits = Fixed64(point, AsDouble);
        return bits != 0 ? BitConverter.Int64BitsToDouble(bits) : Fixed64(point, AsInteger);
    }

    /// <summary>Attributes whose values are texts or numbers, as in key=value.</summary>
    private static IEnumerable<string> Attributes(byte[] point, int field)
    {
        foreach (var pair in Messages(point, field))
        {
            var key = System.Text.Encoding.UTF8.GetString(Messages(pair, 1).First());
            var value = Messages(pair, 2).First();
            var text = Messages(value, 1).Select(System.Text.Encoding.UTF8.GetString).FirstOrDefault();
            yield return $"{key}={text ?? Varint(value, 3).ToString(CultureInfo.InvariantCulture)}";
        }
    }

    private static List<byte[]> Messages(byte[] message, int field) => Fields(
        message, field, WireFormat.WireType.LengthDelimited, input => input.ReadBytes().ToByteArray());

    private static long Fixed64(byte[] message, int field) => Fields(
        message, field, WireFormat.WireType.Fixed64, input => input.ReadSFixed64()).FirstOrDefault();

    private static long Varint(byte[] message, int field) => Fields(
        message, field, WireFormat.WireType.Varint, input => input.ReadInt64()).FirstOrDefault();

    private static List<T> Fields<T>(
        byte[] message, int field, WireFormat.WireType kind, Func<CodedInputStream, T> read)
    {
        var found = new List<T>();
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag && tag != 0)
        {
            if (tag == WireFormat.MakeTag(field, kind))
            {
                found.Add(read(input));
            }
            else
            {
                input.SkipLastField();
            }
        }

        return found;
    }
}
