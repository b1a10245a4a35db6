using FastElman.Fixtures;

namespace FastElman.Tests.Golden;

internal static class GoldenParameters
{
    /// <summary>The seven files of a folder, as float.</summary>
    public static ElmanParameters Read(string folder, ElmanShape shape)
    {
        var parameters = new ElmanParameters(shape);
        foreach (var tensor in TensorNames.All)
        {
            var array = GoldenArray.Read(Path.Combine(folder, $"{tensor.FileName()}.npy"));
            Assert.Equal(shape.Dimensions(tensor), array.Shape);
            array.Floats.CopyTo(parameters[tensor]);
        }

        return parameters;
    }
}
