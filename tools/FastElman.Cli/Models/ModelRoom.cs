using FastElman.Files;

namespace FastElman.Cli.Models;

/// <summary>Whether the disk has room for a model, as far as that is known before the work.</summary>
internal static class ModelRoom
{
    /// <summary>
    /// The bytes of the parameters in a file of float32, which is longer by words, labels and a header.
    /// </summary>
    public static long BytesOf(ElmanShape shape) => TensorData.LengthOf(shape, SubwordPrecision.Float32);

    /// <summary>Refuses a disk without room for the parameters of a model in the runtime's own file.</summary>
    /// <exception cref="IOException">There is less room.</exception>
    public static void Require(string path, ElmanModel model) =>
        OutputRoom.Require([(path, TensorData.LengthOf(model.Shape, model.SubwordPrecision))]);

    /// <summary>Refuses a disk without room for the parameters of a model in a file of float32.</summary>
    /// <exception cref="IOException">There is less room.</exception>
    public static void Require(string path, ElmanShape shape) => OutputRoom.Require([(path, BytesOf(shape))]);
}
