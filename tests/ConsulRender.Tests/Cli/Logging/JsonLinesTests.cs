using System.Text.Json;
using ConsulRender.Cli.Logging;
using Microsoft.Extensions.Time.Testing;
using Serilog.Events;
using Xunit;

namespace ConsulRender.Tests.Cli.Logging;

public sealed class JsonLinesTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 22, 19, 0, 0, 7, TimeSpan.FromHours(2)));

    [Fact]
    public void A_line_holds_time_level_message_and_the_values_of_the_message() =>
        Assert.Equal(
            """{"time":"2026-11-22T17:00:00.007Z","level":"info","message":"wrote a, b; reload commands run: 2","paths":"a, b","reloads":2}""" + "\n",
            Line("wrote {Paths}; reload commands run: {Reloads}", LogEventLevel.Information, null, ("Paths", "a, b"), ("Reloads", 2)));

    [Theory]
    [InlineData(LogEventLevel.Verbose, "trace")]
    [InlineData(LogEventLevel.Debug, "debug")]
    [InlineData(LogEventLevel.Information, "info")]
    [InlineData(LogEventLevel.Warning, "warn")]
    [InlineData(LogEventLevel.Error, "err")]
    [InlineData(LogEventLevel.Fatal, "err")]
    public void Levels_have_the_names_of_consul_template(LogEventLevel level, string name) =>
        Assert.Equal(name, Parse(Line("x", level, null)).GetProperty("level").GetString());

    [Fact]
    public void A_message_of_several_lines_with_quotes_and_controls_stays_one_line()
    {
        const string text = "a \"b\"\n  c\r\n\u0001\u2028 \\ ä 😀";

        var line = Line("{Failure}", LogEventLevel.Error, null, ("Failure", text));

        Assert.Equal(1, line.Count(letter => letter == '\n'));
        Assert.EndsWith("}\n", line, StringComparison.Ordinal);
        Assert.Equal(text, Parse(line).GetProperty("message").GetString());
        Assert.Contains("\\\"b\\\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_is_a_field_of_its_own()
    {
        var parsed = Parse(Line("broken", LogEventLevel.Fatal, new InvalidOperationException("no\nway")));

        Assert.Equal("broken", parsed.GetProperty("message").GetString());
        Assert.Equal("System.InvalidOperationException: no\nway", parsed.GetProperty("exception").GetString());
    }

    [Fact]
    public void Values_keep_their_kind()
    {
        var parsed = Parse(Line(
            "x", LogEventLevel.Debug, null, ("Flag", true), ("Big", 1L << 40), ("Part", 0.5), ("Odd", double.NaN), ("None", null), ("CheckOutput", new[] { "a", "b" })));

        Assert.True(parsed.GetProperty("flag").GetBoolean());
        Assert.Equal(1L << 40, parsed.GetProperty("big").GetInt64());
        Assert.Equal(0.5, parsed.GetProperty("part").GetDouble());
        Assert.Equal("NaN", parsed.GetProperty("odd").GetString());
        Assert.Equal(JsonValueKind.Null, parsed.GetProperty("none").ValueKind);
        Assert.Equal("""["a","b"]""", parsed.GetProperty("check_output").GetRawText());
    }

    [Fact]
    public void A_value_called_like_a_field_does_not_hide_it_and_what_the_logging_interface_adds_is_left_out() =>
        Assert.Equal(
            ["time", "level", "message", "level_"],
            Parse(Line("x", LogEventLevel.Debug, null, ("Level", 3), ("EventId", 1), ("SourceContext", "c"), ("Severity", "DEBUG"))).EnumerateObject().Select(member => member.Name));

    private static JsonElement Parse(string line) => JsonDocument.Parse(line).RootElement;

    private static string Line(string template, LogEventLevel level, Exception? exception, params (string Name, object? Value)[] values)
    {
        using var output = new StringWriter();
        new JsonLines().Format(LogEvents.Of(Clock, template, level, exception, values), output);
        return output.ToString();
    }
}
