using ConsulRender.Processes;
using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Engine.Processes;

public sealed class CommandEnvironmentTests
{
    private static readonly string[] Ours = ["PATH", "HOME"];

    [Fact]
    public void Everything_is_passed_on_but_how_our_sockets_are_tuned()
    {
        SocketTuning.Apply();
        var variables = CommandEnvironment.Whole(new());

        Assert.All(Ours, name => Assert.Equal(Environment.GetEnvironmentVariable(name), variables.GetValueOrDefault(name)));
        Assert.False(variables.ContainsKey(SocketTuning.Variable));
        Assert.Equal([SocketTuning.Variable], CommandEnvironment.Changes(new()).Keys);
    }

    [Fact]
    public void Only_what_the_allowlist_names_is_passed_on() =>
        Assert.Equal(["PATH"], CommandEnvironment.Whole(new() { Allowlist = ["PAT?", "NO_SUCH_*"] }).Keys);

    [Fact]
    public void What_the_denylist_names_is_not_passed_on_whatever_the_allowlist_says()
    {
        Assert.DoesNotContain("PATH", CommandEnvironment.Whole(new() { Denylist = ["PA*"] }).Keys);
        Assert.Empty(CommandEnvironment.Whole(new() { Allowlist = ["PATH"], Denylist = ["P*"] }));
    }

    [Fact]
    public void What_is_custom_is_there_whatever_the_lists_say()
    {
        var variables = CommandEnvironment.Whole(new() { Pristine = true, Custom = ["PATH=/bin", "EMPTY=", "SUM=1+1=2"], Denylist = ["*"] });

        Assert.Equal([new("PATH", "/bin"), new("EMPTY", ""), new("SUM", "1+1=2")], variables.Select(variable => KeyValuePair.Create(variable.Key, variable.Value)));
    }

    [Theory]
    [InlineData(true, "", "")]
    [InlineData(false, "P*", "")]
    [InlineData(false, "", "H*")]
    public void The_changes_lead_to_the_whole(bool pristine, string allowed, string denied)
    {
        var settings = new EnvironmentSettings { Pristine = pristine, Allowlist = List(allowed), Denylist = List(denied), Custom = ["NEW=1"] };
        var variables = CommandEnvironment.Whole(new());
        foreach (var (name, value) in CommandEnvironment.Changes(settings))
        {
            variables.Remove(name);
            if (value is not null)
            {
                variables[name] = value;
            }
        }

        Assert.Equal(CommandEnvironment.Whole(settings), variables);
    }

    [Fact]
    public void Settings_that_were_read_again_are_equal()
    {
        Assert.Equal(Read(), Read());
        Assert.NotEqual(Read(), Read() with { Env = new() { Custom = ["A=2"] } });
        Assert.NotEqual(Read(), Read() with { Splay = TimeSpan.FromSeconds(1) });

        static ExecSettings Read() => new() { Command = CommandLine.FromText("sleep 1"), Env = new() { Custom = ["A=1"], Denylist = ["B"] } };
    }

    private static string[] List(string item) => item.Length == 0 ? [] : [item];
}
