using CsCheck;

namespace FastElman.Tests.Files;

/// <summary>
/// A model file that was damaged anywhere loads or is refused as what it is; nothing else ever happens.
/// </summary>
public sealed class DamagedFileTests
{
    [Fact]
    public void Any_single_changed_byte_is_either_harmless_or_refused()
    {
        var sound = HandmadeFile.Bytes(HandmadeFile.Model());
        for (var place = 0; place < sound.Length; place++)
        {
            var changed = sound.ToArray();
            changed[place] ^= (byte)(1 << (place % 8));
            AssertLoadsOrIsRefused(changed);
        }
    }

    [Fact]
    public void Any_other_byte_anywhere_is_either_harmless_or_refused()
    {
        var sound = HandmadeFile.Bytes(HandmadeFile.Model());
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte).Sample(
            (place, value) =>
            {
                var changed = sound.ToArray();
                changed[place] = value;
                AssertLoadsOrIsRefused(changed);
            },
            iter: 3000);
    }

    [Fact]
    public void Any_changed_byte_of_the_data_is_refused()
    {
        var sound = HandmadeFile.Bytes(HandmadeFile.Model());
        for (var place = sound.Length - HandmadeFile.Sound().Data.Length; place < sound.Length; place++)
        {
            var changed = sound.ToArray();
            changed[place] ^= (byte)(1 << (place % 8));
            Assert.Throws<ModelFormatException>(() => ElmanModel.Load(changed, new() { AllowNonFinite = true }));
        }
    }

    [Fact]
    public void Any_truncation_is_refused()
    {
        var sound = HandmadeFile.Bytes(HandmadeFile.Model());
        for (var length = 0; length < sound.Length; length++)
        {
            Assert.Throws<ModelFormatException>(() => ElmanModel.Load(sound.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Any_bytes_are_refused() =>
        Gen.Byte.Array[0, 300].Sample(
            bytes => Assert.Throws<ModelFormatException>(() => ElmanModel.Load(bytes)), iter: 2000);

    private static void AssertLoadsOrIsRefused(byte[] bytes)
    {
        try
        {
            ElmanModel.Load(bytes);
        }
        catch (ModelFormatException)
        {
            // Anything else fails the test.
        }
    }
}
