using System.Buffers;
using FastElman.Files;
using Google.Protobuf;

namespace FastElman.Interop.Onnx.Format;

/// <summary>
/// Reads an ONNX file: the messages of onnx.proto that a network of ours needs. Field numbers are those of onnx.proto.
/// No file is opened but the one that is named, and tensors stay bytes of the file until they are asked for.
/// </summary>
internal sealed class DocumentReader
{
    /// <summary>More than any network of ours has, and few enough for a file of few bytes not to fill memory.</summary>
    private const int MostNodes = 1 << 16, MostTensors = 1 << 12, MostValues = 1 << 8, MostEntries = 1 << 10;

    /// <summary>Bytes of text in ASCII.</summary>
    private static readonly SearchValues<byte> TextBytes =
        SearchValues.Create([.. "\t\r\n"u8, .. Enumerable.Range(' ', '~' - ' ' + 1).Select(each => (byte)each)]);

    private readonly byte[] _bytes;
    private readonly string? _file;

    private DocumentReader(byte[] bytes, string? file) => (_bytes, _file) = (bytes, file);

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">All of it.</param>
    /// <param name="file">Its name for messages, or null.</param>
    /// <exception cref="ModelFormatException">It is not a sound ONNX file, or has what cannot be read here.</exception>
    public static OnnxDocument Read(byte[] bytes, string? file)
    {
        try
        {
            return new DocumentReader(bytes, file).Document();
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException)
        {
            throw Explain(bytes) is { } other
                ? new ModelFormatException(other, file, innerException: e)
                : new ModelFormatException(
                    "is not a sound ONNX model",
                    file,
                    expected: "the messages of onnx.proto",
                    found: e.Message,
                    innerException: e);
        }
    }

    /// <summary>What a file seems to be that is no ONNX model; null where its first bytes do not tell.</summary>
    private static string? Explain(byte[] bytes)
    {
        var start = bytes.AsSpan(0, Math.Min(bytes.Length, FileSignature.Length));
        var kind = FileSignature.Of(start);

        // Short messages of protobuf pass for text, but for bytes that no text has.
        var isUnclear = kind == FileKind.Text && start.IndexOfAnyExcept(TextBytes) >= 0;
        return isUnclear || kind is FileKind.Binary or FileKind.Onnx
            ? null
            : FileSignature.Explain(kind, "an ONNX model");
    }

    private OnnxDocument Document()
    {
        var document = new OnnxDocument();
        var hasGraph = false;
        using var reader = new MessageReader(_bytes, 0, _bytes.Length, "ModelProto");
        for (var field = reader.Next(); field != 0; field = reader.Next())
        {
            switch (field)
            {
                case 1:
                    document.FormatVersion = reader.Integer();
                    break;
                case 2:
                    document.Producer = reader.Text();
                    break;
                case 3:
                    document.ProducerVersion = reader.Text();
                    break;
                case 6:
                    document.Documentation = reader.Text();
                    break;
                case 7 when hasGraph:
                    throw new InvalidDataException("there are two graphs");
                case 7:
                    hasGraph = true;
                    document.Graph = Graph(reader.Message("GraphProto"));
                    break;
                case 8:
                    OperatorSet(reader.Message("OperatorSetIdProto"), document);
                    break;
                case 14:
                    Metadata(reader.Message("StringStringEntryProto"), document);
                    break;
                case 20 or 25:
                    throw Refuse(field == 20 ? "training information" : "functions of its own");
                default:
                    reader.Skip();
                    break;
            }
        }

        return hasGraph ? document : throw new InvalidDataException("there is no graph");
    }

    private static void OperatorSet(MessageReader reader, OnnxDocument document)
    {
        var (domain, version) = (string.Empty, 0L);
        using (reader)
        {
            for (var field = reader.Next(); field != 0; field = reader.Next())
            {
                switch (field)
                {
                    case 1:
                        domain = reader.Text();
                        break;
                    case 2:
                        version = reader.Integer();
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }
        }

        if (domain.Length == 0 || domain == "ai.onnx")
        {
            document.OperatorSet = version;
        }
    }

    private static void Metadata(MessageReader reader, OnnxDocument document)
    {
        var (key, value) = (string.Empty, string.Empty);
        using (reader)
        {
            for (var field = reader.Next(); field != 0; field = reader.Next())
            {
                switch (field)
                {
                    case 1:
                        key = reader.Text();
                        break;
                    case 2:
                        value = reader.Text();
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }
        }

        if (document.Metadata.Count == MostEntries || !document.Metadata.TryAdd(key, value))
        {
            throw new InvalidDataException(
                document.Metadata.Count == MostEntries
                    ? $"metadata_props has more than {MostEntries} entries"
                    : $"metadata_props has the key {NameText.Quote(key)} twice");
        }
    }

    private OnnxGraph Graph(MessageReader reader)
    {
        var graph = new OnnxGraph();
        var tensors = new TensorReader(_file);
        var nodes = new NodeReader(tensors);
        using (reader)
        {
            for (var field = reader.Next(); field != 0; field = reader.Next())
            {
                switch (field)
                {
                    case 1:
                        reader.Add(graph.Nodes, nodes.Read(reader.Message("NodeProto")), MostNodes);
                        break;
                    case 5:
                        reader.Add(graph.Initializers, tensors.Read(reader.Message("TensorProto")), MostTensors);
                        break;
                    case 11:
                        reader.Add(graph.Inputs, ValueReader.Read(reader.Message("ValueInfoProto")), MostValues);
                        break;
                    case 12:
                        reader.Add(graph.Outputs, ValueReader.Read(reader.Message("ValueInfoProto")), MostValues);
                        break;
                    case 15:
                        throw Refuse("sparse tensors");
                    default:
                        reader.Skip();
                        break;
                }
            }
        }

        return graph;
    }

    private ModelFormatException Refuse(string what) =>
        new($"the ONNX model has {what}, which no network here has", _file);
}
