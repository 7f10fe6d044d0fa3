using System.Text.RegularExpressions;
using ConsulRender.Cli;
using Xunit;

namespace ConsulRender.Tests.Cli;

public sealed class FlagsParserTests
{
    [Fact]
    public void No_arguments_set_nothing() => Assert.Equal(new Flags(), FlagsParser.Parse([]) with { Templates = new Flags().Templates });

    [Theory]
    [InlineData("-config", "a.json")]
    [InlineData("--config", "a.json")]
    [InlineData("-config=a.json")]
    [InlineData("--config=a.json")]
    public void A_flag_takes_one_dash_or_two_and_a_blank_or_an_equals_sign(params string[] arguments) =>
        Assert.Equal("a.json", FlagsParser.Parse(arguments).Config);

    [Theory]
    [InlineData(true, "-once")]
    [InlineData(true, "--once")]
    [InlineData(true, "-once=true")]
    [InlineData(false, "-once=false")]
    [InlineData(true, "-once", "-once")]
    [InlineData(false, "-once", "-once=false")]
    public void A_switch_may_stand_alone_or_say_true_or_false(bool expected, params string[] arguments) =>
        Assert.Equal(expected, FlagsParser.Parse(arguments).Once);

    [Fact]
    public void Every_flag_reaches_its_place()
    {
        var flags = FlagsParser.Parse([
            "-once", "-dry", "-config", "c", "-template", "a:b", "-template=c:d:reload it -f x=y", "-consul-addr", "h:1", "-consul-token", "t",
            "-snapshot", "s", "-wait", "1s:2s", "-timeout", "3s", "-log-level", "warn",
        ]);

        Assert.True(flags.Once);
        Assert.True(flags.Dry);
        Assert.False(flags.Help);
        Assert.False(flags.Version);
        Assert.Equal(["a:b", "c:d:reload it -f x=y"], flags.Templates);
        Assert.Equal(("c", "h:1", "t"), (flags.Config, flags.Consul.Address, flags.Consul.Token?.Reveal()));
        Assert.Equal(("s", "1s:2s", "3s", "warn"), (flags.Snapshot, flags.Wait, flags.Timeout, flags.LogLevel));
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("-help")]
    [InlineData("--help")]
    public void Help_is_asked_for_in_every_usual_way(string argument) => Assert.True(FlagsParser.Parse([argument]).Help);

    [Theory]
    [InlineData("-v")]
    [InlineData("-version")]
    [InlineData("--version")]
    public void The_version_is_asked_for_in_every_usual_way(string argument) => Assert.True(FlagsParser.Parse([argument]).Version);

    [Fact]
    public void Every_flag_of_the_help_is_understood_and_no_other()
    {
        var inHelp = Regex.Matches(HelpText.Text, @"^  (-[a-z-]+)( [A-Z])?", RegexOptions.Multiline);

        Assert.NotEmpty(inHelp);
        Assert.All(inHelp, match => FlagsParser.Parse(match.Groups[2].Success ? [match.Groups[1].Value, "x"] : [match.Groups[1].Value]));
        Assert.Equal(21, inHelp.Count);
    }

    [Theory]
    [InlineData("unknown flag -onse; did you mean -once?", "-onse")]
    [InlineData("unknown flag -onse; did you mean -once?", "--onse")]
    [InlineData("unknown flag -config-file; 'consulrender -h' lists the flags", "-config-file=x")]
    [InlineData("unknown flag -banana; 'consulrender -h' lists the flags", "-banana")]
    [InlineData("unknown command 'start'; the only one is check ('consulrender -h' lists the flags)", "start")]
    [InlineData("unknown command 'chekc'; did you mean check?", "chekc", "-config", "a")]
    [InlineData("unknown command 'once'; did you mean -once?", "once")]
    [InlineData("unexpected argument 'start'; every argument belongs to a flag ('consulrender -h' lists them)", "-once", "start")]
    [InlineData("the command 'check' must come before every flag", "-config", "a", "check")]
    [InlineData("flag -config needs a value", "-config")]
    [InlineData("flag -consul-addr needs a value", "-consul-addr=")]
    [InlineData("flag -config may be given only once", "-config", "a", "-config", "b")]
    [InlineData("flag -once has a wrong value; write -once or -once=false", "-once=maybe")]
    [InlineData("flag -timeout needs a value", "-once", "-timeout")]
    public void A_wrong_command_line_is_told_in_one_line(string problem, params string[] arguments) =>
        Assert.Equal([problem], Assert.Throws<UsageException>(() => FlagsParser.Parse(arguments)).Problems);

    [Fact]
    public void Every_problem_is_told_not_only_the_first()
    {
        var problems = Assert.Throws<UsageException>(() => FlagsParser.Parse(["-onse", "-drry", "-config"])).Problems;

        Assert.Equal(["unknown flag -onse; did you mean -once?", "unknown flag -drry; did you mean -dry?", "flag -config needs a value"], problems);
    }

    [Theory]
    [InlineData("-consul-tokn", "s3cr3t")]
    [InlineData("-consul-tokn=s3cr3t")]
    [InlineData("-consul-token", "s3cr3t", "-consul-token", "s3cr3t")]
    public void A_token_behind_a_mistyped_flag_is_not_shown(params string[] arguments) =>
        Assert.DoesNotContain("s3cr3t", Assert.Throws<UsageException>(() => FlagsParser.Parse(arguments)).ToString(), StringComparison.Ordinal);

    [Fact]
    public void The_token_is_never_shown() =>
        Assert.DoesNotContain("s3cr3t", FlagsParser.Parse(["-consul-token", "s3cr3t"]).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_value_may_look_like_a_flag_as_in_Go() => Assert.Equal("-once", FlagsParser.Parse(["-config", "-once"]).Config);

    [Theory]
    [InlineData("@file")]
    [InlineData("-template", "a:b", "@file")]
    public void No_argument_is_read_from_a_file(params string[] arguments) =>
        Assert.Contains("'@file'", Assert.Throws<UsageException>(() => FlagsParser.Parse(arguments)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_flags_of_the_connection_are_consul_templates()
    {
        var flags = FlagsParser.Parse(
        [
            "-consul-token-file", "f", "-consul-auth", "me:s3cr3t", "-consul-ssl", "-consul-ssl-verify=false", "-consul-ssl-ca-cert", "ca",
            "-consul-ssl-ca-path", "path", "-consul-ssl-cert", "cert", "-consul-ssl-key=key", "-consul-ssl-server-name", "name",
        ]).Consul;

        Assert.Equal(("f", "me:s3cr3t", true, false), (flags.TokenFile, flags.Auth?.Reveal(), flags.Ssl, flags.SslVerify));
        Assert.Equal(("ca", "path", "cert", "key", "name"), (flags.SslCaCert, flags.SslCaPath, flags.SslCert, flags.SslKey, flags.SslServerName));
        Assert.DoesNotContain("s3cr3t", flags.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_switch_that_is_not_given_says_nothing()
    {
        var flags = FlagsParser.Parse(["-once", "-consul-ssl=false"]).Consul;

        Assert.Equal((false, null), (flags.Ssl, flags.SslVerify));
    }
}
