using System.Globalization;

namespace FastElman.Samples.TaggingService.Tests.Page;

/// <summary>The kinds of sight of the cones of an eye.</summary>
public enum Sight
{
    Normal,
    Protanopia,
    Deuteranopia,
    Tritanopia,
}

/// <summary>A colour, in linear light: red, green and blue from 0 to 1.</summary>
public readonly record struct Colour(double Red, double Green, double Blue)
{
    /// <summary>Of "#rrggbb" in sRGB.</summary>
    public static Colour Parse(string text)
    {
        var number = int.Parse(text.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new Colour(ToLinear(number >> 16), ToLinear((number >> 8) & 0xFF), ToLinear(number & 0xFF));
    }

    /// <summary>The contrast of WCAG 2.2: 1 to 21.</summary>
    public double ContrastTo(Colour other)
    {
        var (a, b) = (Luminance + 0.05, other.Luminance + 0.05);
        return Math.Max(a, b) / Math.Min(a, b);
    }

    /// <summary>This colour laid over another one, mixed in sRGB as CSS does.</summary>
    public Colour Over(Colour other, double share) => new(
        Mix(Red, other.Red, share), Mix(Green, other.Green, share), Mix(Blue, other.Blue, share));

    /// <summary>The distance in OKLab (B. Ottosson, 2020) for an eye.</summary>
    public double DistanceTo(Colour other, Sight sight)
    {
        var (a, b) = (SeenBy(sight).ToOklab(), other.SeenBy(sight).ToOklab());
        return Math.Sqrt(
            ((a.L - b.L) * (a.L - b.L)) + ((a.A - b.A) * (a.A - b.A)) + ((a.B - b.B) * (a.B - b.B)));
    }

    private double Luminance => (0.2126 * Red) + (0.7152 * Green) + (0.0722 * Blue);

    /// <summary>The simulation of Machado, Oliveira and Fernandes (2009), severity 1.</summary>
    private Colour SeenBy(Sight sight) => sight switch
    {
        Sight.Protanopia => Transform(
            [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998]),
        Sight.Deuteranopia => Transform(
            [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881]),
        Sight.Tritanopia => Transform(
            [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900]),
        _ => this,
    };

    private Colour Transform(ReadOnlySpan<double> m) => new(
        Math.Clamp((m[0] * Red) + (m[1] * Green) + (m[2] * Blue), 0, 1),
        Math.Clamp((m[3] * Red) + (m[4] * Green) + (m[5] * Blue), 0, 1),
        Math.Clamp((m[6] * Red) + (m[7] * Green) + (m[8] * Blue), 0, 1));

    private (double L, double A, double B) ToOklab()
    {
        var l = Math.Cbrt((0.4122214708 * Red) + (0.5363325363 * Green) + (0.0514459929 * Blue));
        var m = Math.Cbrt((0.2119034982 * Red) + (0.6806995451 * Green) + (0.1073969566 * Blue));
        var s = Math.Cbrt((0.0883024619 * Red) + (0.2817188376 * Green) + (0.6299787005 * Blue));
        return (
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }

    private static double Mix(double linear, double other, double share) =>
        ToLinear(255 * ((share * FromLinear(linear)) + ((1 - share) * FromLinear(other))));

    private static double ToLinear(double value) =>
        value / 255 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);

    private static double FromLinear(double c) =>
        c <= 0.0031308 ? c * 12.92 : (1.055 * Math.Pow(c, 1 / 2.4)) - 0.055;
}
