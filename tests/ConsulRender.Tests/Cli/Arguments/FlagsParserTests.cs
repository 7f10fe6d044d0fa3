using System.Text.RegularExpressions;
using ConsulRender.Cli;
using ConsulRender.Cli.Arguments;
using Xunit;

namespace ConsulRender.Tests.Cli.Arguments;

public sealed class FlagsParserTests
{
    [Fact]
    public void No_arguments_set_nothing() => Assert.Empty(Flags.Parse([]).Settings.Members);

    [Theory]
    [InlineData("-config", "a.json")]
    [InlineData("--config", "a.json")]
    [InlineData("-config=a.json")]
    [InlineData("--config=a.json")]
    public void A_flag_takes_one_dash_or_two_and_a_blank_or_an_equals_sign(params string[] arguments) =>
        Assert.Equal(["a.json"], Flags.Parse(arguments).Configs);

    [Theory]
    [InlineData(true, "-dry")]
    [InlineData(true, "--dry")]
    [InlineData(true, "-dry=true")]
    [InlineData(true, "-dry=1")]
    [InlineData(false, "-dry=false")]
    [InlineData(true, "-dry", "-dry")]
    [InlineData(false, "-dry", "-dry=false")]
    public void A_switch_may_stand_alone_or_say_true_or_false(bool expected, params string[] arguments) =>
        Assert.Equal(expected, Flags.Parse(arguments).Has(FlagTable.Dry));

    [Fact]
    public void Of_a_flag_that_is_given_twice_the_last_one_counts_and_config_is_given_as_often_as_one_likes()
    {
        var flags = Flags.Parse(["-config", "a", "-snapshot", "b", "-config", "c", "-snapshot", "d"]);

        Assert.Equal(["a", "c"], flags.Configs);
        Assert.Equal("d", flags.Value(FlagTable.Snapshot));
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("-help")]
    [InlineData("--help")]
    public void Help_is_asked_for_in_every_usual_way(string argument) => Assert.True(Flags.Parse([argument]).Has(FlagTable.Help));

    [Theory]
    [InlineData("-v")]
    [InlineData("-version")]
    [InlineData("--version")]
    public void The_version_is_asked_for_in_every_usual_way(string argument) => Assert.True(Flags.Parse([argument]).Has(FlagTable.Version));

    [Fact]
    public void Every_flag_is_in_the_help()
    {
        var inHelp = Regex.Matches(HelpText.Text, @"^  -([a-z-]+)( [^ ]+)?", RegexOptions.Multiline).Select(match => match.Groups[1].Value);

        Assert.Equal(FlagTable.In(FlagTable.Groups).Select(flag => flag.Name), inHelp);
    }

    [Theory]
    [InlineData("unknown flag -onse; did you mean -once?", "-onse")]
    [InlineData("unknown flag -onse; did you mean -once?", "--onse")]
    [InlineData("unknown flag -config-file; 'consulrender -h' lists the flags", "-config-file=x")]
    [InlineData("unknown flag -banana; 'consulrender -h' lists the flags", "-banana")]
    [InlineData("flag -vault-addr is not supported: ConsulRender does not read Vault; remove it", "-vault-addr=x")]
    [InlineData("flag -nomad-addr is not supported: ConsulRender does not read Nomad; remove it", "-nomad-addr", "x")]
    [InlineData("unexpected argument 'start'; every argument belongs to a flag ('consulrender -h' lists them)", "-once", "start")]
    [InlineData("unexpected argument '-'; every argument belongs to a flag ('consulrender -h' lists them)", "-")]
    [InlineData("unexpected argument 'false'; write -once=false", "-once", "false")]
    [InlineData("behind -- nothing is a flag, and every argument belongs to one; remove -- ('consulrender -h' lists the flags)", "-once", "--", "-dry", "s3cr3t")]
    [InlineData("the command 'check' must come before every flag", "-config", "a", "check")]
    [InlineData("flag -config needs a value", "-config")]
    [InlineData("flag -consul-addr needs a value", "-consul-addr=")]
    [InlineData("flag -once has a wrong value; write -once or -once=false", "-once=maybe")]
    [InlineData("flag -timeout needs a value", "-once", "-timeout")]
    [InlineData("flag -max-stale: '2' is not right; write a duration, such as 30s", "-max-stale=2")]
    [InlineData("flag -log-rotate-bytes: '1k' is not right; write a whole number", "-log-rotate-bytes", "1k")]
    [InlineData("flag -reload-signal: 'SIGUP' is not right; write the name of a signal, such as SIGHUP", "-reload-signal", "SIGUP")]
    public void A_wrong_command_line_is_told_in_one_line(string problem, params string[] arguments) =>
        Assert.Equal([problem], Assert.Throws<UsageException>(() => Flags.Parse(arguments)).Problems);

    [Fact]
    public void Two_dashes_end_the_flags_as_in_Go()
    {
        Assert.True(Flags.Parse(["-dry", "--"]).Has(FlagTable.Dry));
        Assert.Equal(["--"], Flags.Parse(["-config", "--"]).Configs);
    }

    [Theory]
    [InlineData("unknown command 'start'; the commands are check, plan, settings, status, release, rollback, versions, completion ('consulrender -h' lists the flags)", "start")]
    [InlineData("unknown command 'chekc'; did you mean check?", "chekc")]
    [InlineData("unknown command 'once'; did you mean -once?", "once")]
    public void A_wrong_command_is_told_with_what_was_meant(string problem, string name) =>
        Assert.Equal(problem, Commands.Unknown(name, FlagTable.In(FlagTable.Groups).Select(flag => flag.Name)));

    [Fact]
    public void Every_problem_is_told_not_only_the_first()
    {
        var problems = Assert.Throws<UsageException>(() => Flags.Parse(["-onse", "-drry", "-config"])).Problems;

        Assert.Equal(["unknown flag -onse; did you mean -once?", "unknown flag -drry; did you mean -dry?", "flag -config needs a value"], problems);
    }

    [Theory]
    [InlineData("-consul-tokn", "s3cr3t")]
    [InlineData("-consul-tokn=s3cr3t")]
    public void A_token_behind_a_mistyped_flag_is_not_shown(params string[] arguments) =>
        Assert.DoesNotContain("s3cr3t", Assert.Throws<UsageException>(() => Flags.Parse(arguments)).ToString(), StringComparison.Ordinal);

    [Fact]
    public void The_token_is_never_shown()
    {
        var flags = Flags.Parse(["-consul-token", "s3cr3t", "-consul-auth", "me:s3cr3t"]);

        Assert.DoesNotContain("s3cr3t", $"{flags} {flags.Settings} {string.Join(' ', flags.Given)}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_may_look_like_a_flag_as_in_Go() => Assert.Equal(["-once"], Flags.Parse(["-config", "-once"]).Configs);

    [Theory]
    [InlineData("@file")]
    [InlineData("-template", "a:b", "@file")]
    public void No_argument_is_read_from_a_file(params string[] arguments) =>
        Assert.Contains("'@file'", Assert.Throws<UsageException>(() => Flags.Parse(arguments)).Message, StringComparison.Ordinal);
}
