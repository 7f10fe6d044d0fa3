using System.Globalization;
using ConsulRender.Cli;
using ConsulRender.Cli.Arguments;
using ConsulRender.Groups;
using Xunit;

namespace ConsulRender.Tests.Cli;

public sealed class TextTests
{
    [Fact]
    public void The_help_is_what_users_know() => Golden.Holds("help.txt", HelpText.Text);

    [Fact]
    public void The_help_of_check_is_what_users_know() => Golden.Holds("help-check.txt", HelpText.Check);

    [Fact]
    public void The_help_of_the_other_commands_is_what_users_know() =>
        Golden.Holds("help-commands.txt", $"{HelpText.Plan}\n{HelpText.Settings}\n{HelpText.Status}\n{HelpText.Release}\n{HelpText.Rollback}\n{HelpText.Completion}");

    [Fact]
    public void The_exit_codes_are_what_users_know() =>
        Golden.Holds("exit-codes.txt", string.Concat(Enum.GetNames<ExitCode>().Select(name => $"{(int)Enum.Parse<ExitCode>(name)} {name}\n")));

    [Fact]
    public void The_help_names_every_exit_code()
    {
        var codes = HelpText.Text[HelpText.Text.IndexOf("Exit codes", StringComparison.Ordinal)..];

        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Matches(string.Create(CultureInfo.InvariantCulture, $@"\b{(int)code} [A-Za-z]"), codes));
    }

    [Fact]
    public void No_line_of_the_help_is_wider_than_a_terminal() => Assert.All((HelpText.Text + HelpText.Check + HelpText.Plan + HelpText.Settings + HelpText.Status + HelpText.Release + HelpText.Rollback + HelpText.Completion).Split('\n'), line => Assert.InRange(line.Length, 0, 80));

    [Fact]
    public void Every_kind_of_failure_has_an_exit_code_of_its_own()
    {
        var codes = Enum.GetValues<FailureKind>().Select(ExitCodes.Of).ToList();

        Assert.DoesNotContain(ExitCode.Unexpected, codes);
        Assert.DoesNotContain(ExitCode.Success, codes);
        Assert.Distinct(codes);
    }
}
