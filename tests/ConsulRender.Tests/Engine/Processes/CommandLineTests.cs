using ConsulRender.Processes;
using Xunit;

namespace ConsulRender.Tests.Engine.Processes;

public sealed class CommandLineTests
{
    [Fact]
    public void A_string_with_blanks_is_for_the_shell()
    {
        var line = CommandLine.FromText(" systemctl reload haproxy ");

        Assert.True(line.IsShell);
        Assert.Equal(["/bin/sh", "-c", "systemctl reload haproxy"], line.Arguments(null));
    }

    [Fact]
    public void A_string_without_blanks_is_a_program()
    {
        var line = CommandLine.FromText("/usr/local/bin/reload");

        Assert.False(line.IsShell);
        Assert.Equal(["/usr/local/bin/reload"], line.Arguments(null));
    }

    [Fact]
    public void A_list_is_a_program_whatever_its_words_hold()
    {
        var line = CommandLine.FromWords(["/opt/my tools/check", "-f", "{path}", "--name={path}"]);

        Assert.False(line.IsShell);
        Assert.Equal(["/opt/my tools/check", "-f", "/tmp/a b", "--name=/tmp/a b"], line.Arguments("/tmp/a b"));
    }

    [Theory]
    [InlineData("check -f {path}", "check -f '/tmp/it'\\''s here'")]
    [InlineData("check --file={path} {path}", "check --file='/tmp/it'\\''s here' '/tmp/it'\\''s here'")]
    [InlineData("check -f \"{path}\"", "check -f '/tmp/it'\\''s here'")]
    [InlineData("check -f '{path}'", "check -f '/tmp/it'\\''s here'")]
    public void The_shell_gets_the_path_quoted_once(string text, string expected) =>
        Assert.Equal(expected, CommandLine.FromText(text).Arguments("/tmp/it's here")[2]);

    [Theory]
    [InlineData("check -f {path}", true)]
    [InlineData("{path}", true)]
    [InlineData("check -f {PATH}", false)]
    [InlineData("check", false)]
    public void It_knows_whether_it_mentions_the_path(string text, bool expected) => Assert.Equal(expected, CommandLine.FromText(text).HasPath);

    [Fact]
    public void Commands_are_equal_when_they_run_the_same()
    {
        Assert.Equal(CommandLine.FromText("reload now"), CommandLine.FromText(" reload now "));
        Assert.Equal(CommandLine.FromText("reload").GetHashCode(), CommandLine.FromWords(["reload"]).GetHashCode());
        Assert.Equal(CommandLine.FromText("reload"), CommandLine.FromWords(["reload"]));
        Assert.NotEqual(CommandLine.FromText("reload now"), CommandLine.FromWords(["reload", "now"]));
        Assert.NotEqual(CommandLine.FromText("reload now"), CommandLine.FromWords(["reload now"]));
    }
}
