using System.Text.Json;
using ConsulRender.Cli.Control;
using ConsulRender.Conditions;
using Xunit;

namespace ConsulRender.Tests.Cli.Control;

/// <summary>The two forms of a status: for people, and for scripts.</summary>
public sealed class StatusFormsTests
{
    [Fact]
    public void What_people_read_is_what_they_know() => Golden.Holds("status.txt", WithoutProcess(StatusPage.Of(StatusUnderTest.Daemon)));

    [Fact]
    public void What_scripts_read_is_what_they_know() => Golden.Holds("status.json", WithoutProcess(StatusJson.Of(StatusUnderTest.Daemon)));

    [Fact]
    public void The_public_form_quotes_no_value()
    {
        Assert.Contains("hunter2", StatusJson.Of(StatusUnderTest.Daemon), StringComparison.Ordinal);

        var text = StatusJson.Of(StatusUnderTest.Daemon, isPublic: true);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("only 1 of 2", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(text);
        Assert.Equal("check", json.RootElement.GetProperty("groups")[2].GetProperty("reason").GetString());
    }

    [Fact]
    public void A_thousand_groups_that_wait_for_much_are_told_in_few_lines_each()
    {
        var missing = Enumerable.Range(0, 300).Select(number => new ConsulRender.Templating.MissingDependency(
            new ConsulRender.Consul.Dependencies.KeyValue($"k/{number}"), new ConsulRender.Templating.SourcePosition("t", 1, 4), IsAbsent: true)).ToList();
        var lines = StatusPage.Of(StatusUnderTest.Of([new GroupStatus("a", null, missing) { Condition = new Condition(ConditionState.Waiting, ConditionReason.Missing, StatusUnderTest.Now, () => "") }])).Split('\n');

        Assert.InRange(lines.Length, 15, 30);
        Assert.Contains("  and for 290 more", lines);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(59, "59s")]
    [InlineData(61, "1m1s")]
    [InlineData(3661, "1h1m")]
    [InlineData(90000, "1d1h")]
    public void An_age_has_its_two_largest_units(int seconds, string expected) => Assert.Equal(expected, StatusPage.Age(TimeSpan.FromSeconds(seconds)));

    // The process and the version are not always the same.
    private static string WithoutProcess(string text) => text
        .Replace($"PID {Environment.ProcessId},", "PID 4711,", StringComparison.Ordinal)
        .Replace($"\"pid\": {Environment.ProcessId},", "\"pid\": 4711,", StringComparison.Ordinal)
        .Replace(ConsulRender.Cli.ProgramVersion.Text, "0.1.0", StringComparison.Ordinal);
}
