using FastElman.Fixtures;
using FastElman.Model;

namespace FastElman.Tests.Golden;

internal static class GoldenParameters
{
    /// <summary>The seven files of a folder, as float.</summary>
    public static ElmanParameters Read(string folder, ElmanShape shape)
    {
        var parameters = new ElmanParameters(shape);
        foreach (var tensor in TensorNames.Tutorial)
        {
            var array = GoldenArray.Read(Path.Combine(folder, $"{tensor.FileName()}.npy"));
            Assert.Equal(shape.GetDimensions(tensor), array.Shape);
            array.Floats.CopyTo(parameters[tensor]);
        }

        return parameters;
    }
}
