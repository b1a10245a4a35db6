namespace FastElman.Tests.Model;

public sealed class ModelFormatExceptionTests
{
    [Fact]
    public void The_message_names_file_tensor_problem_expected_and_found()
    {
        var exception = new ModelFormatException("it has another shape", "m.safetensors", "wx", "[6, 3]", "[5, 3]");
        Assert.Equal(
            "m.safetensors: tensor wx: it has another shape (expected [6, 3], found [5, 3])", exception.Message);
        Assert.Equal("it has another shape", exception.Problem);
        Assert.Equal("m.safetensors", exception.File);
        Assert.Equal("wx", exception.Tensor);
        Assert.Equal("[6, 3]", exception.Expected);
        Assert.Equal("[5, 3]", exception.Found);
    }

    [Theory]
    [InlineData(null, null, null, null, "bad")]
    [InlineData("f", null, null, null, "f: bad")]
    [InlineData(null, "w", null, null, "tensor w: bad")]
    [InlineData(null, null, "1", null, "bad (expected 1)")]
    [InlineData(null, null, null, "2", "bad (found 2)")]
    public void What_is_not_given_is_left_out(
        string? file, string? tensor, string? expected, string? found, string message) =>
        Assert.Equal(message, new ModelFormatException("bad", file, tensor, expected, found).Message);

    [Fact]
    public void Hostile_names_stay_on_one_line_and_can_not_steer_a_terminal()
    {
        var exception = new ModelFormatException("bad", "a\r\nb", "\u001b[2J", "\u2028", "\0\u0085");
        Assert.Equal("a\uFFFD\uFFFDb: tensor \uFFFD[2J: bad (expected \uFFFD, found \uFFFD\uFFFD)", exception.Message);
    }

    [Fact]
    public void Long_names_do_not_push_the_problem_out_of_the_message()
    {
        var endless = new string('x', 100_000);
        var exception = new ModelFormatException("bad", endless, endless, endless, endless);
        Assert.Contains(": bad (expected ", exception.Message, StringComparison.Ordinal);
        Assert.InRange(exception.Message.Length, 10, 3000);
    }

    [Fact]
    public void It_keeps_what_led_to_it()
    {
        var inner = new InvalidOperationException();
        Assert.Same(inner, new ModelFormatException("bad", innerException: inner).InnerException);
    }
}
