using ConsulRender.State;
using Xunit;

namespace ConsulRender.Tests.Engine.State;

public sealed class StateDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("/given", true, "/given", true, "STATE_DIRECTORY=/unit", "HOME=/home/a")]
    [InlineData(null, true, "/unit", false, "STATE_DIRECTORY=/unit:/unit/b", "HOME=/home/a")]
    [InlineData(null, true, "/var/lib/consulrender", false, "STATE_DIRECTORY=", "XDG_STATE_HOME=/x", "HOME=/root")]
    [InlineData(null, false, "/x/consulrender", false, "XDG_STATE_HOME=/x", "HOME=/home/a")]
    [InlineData(null, false, "/home/a/.local/state/consulrender", false, "XDG_STATE_HOME=x", "HOME=/home/a")]
    [InlineData(null, false, "/home/a/.local/state/consulrender", false, "XDG_STATE_HOME=", "HOME=/home/a")]
    [InlineData(null, false, null, false)]
    public void It_is_where_somebody_says_else_where_the_user_keeps_such_things(string? stateDir, bool isRoot, string? path, bool isExplicit, params string[] environment)
    {
        var variables = environment.Select(variable => variable.Split('=')).ToDictionary(parts => parts[0], parts => parts[1]);

        var state = StateDirectory.Find(stateDir, variables.GetValueOrDefault, isRoot);

        Assert.Equal((path, isExplicit), (state?.Path, state?.IsExplicit ?? false));
    }

    [Fact]
    public void It_is_made_for_nobody_but_its_owner()
    {
        var state = new StateDirectory(_directory.Path("a/b"));

        Assert.False(state.Exists);
        Assert.Null(state.Make());
        Assert.True(state.Exists);
        Assert.Equal((StateDirectory.OnlyForOwner, StateDirectory.OnlyForOwner), (File.GetUnixFileMode(state.Path), File.GetUnixFileMode(state.JournalFolder)));
        Assert.Null(state.Make());
    }

    [Fact]
    public void What_stands_in_its_way_is_named()
    {
        var state = new StateDirectory(_directory.Write("file", "") + "/state");

        Assert.StartsWith($"the state directory {state.Path} cannot be made: ", state.Make(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_it_is_replaced_in_one_step_and_only_its_owner_reads_it()
    {
        var path = _directory.Path("state/journal/a");
        StateFile.Write(path, "one"u8, isDurable: false);
        _directory.Write($"state/journal/.a.{Environment.ProcessId}.staged", "of an earlier process with this ID");

        StateFile.Write(path, "two"u8, isDurable: true);

        Assert.Equal("two", File.ReadAllText(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.GetFiles(_directory.Path("state/journal")));
    }

    [Fact]
    public void A_group_has_one_name_in_every_process_and_another_with_other_files()
    {
        var key = GroupKey.Of("web", ["/etc/a", "/etc/b"]);

        Assert.Equal("3104b4b7b11272ea", key);
        Assert.Distinct([key, GroupKey.Of("web", ["/etc/a"]), GroupKey.Of("web", ["/etc/b", "/etc/a"]), GroupKey.Of("webs", ["/etc/a", "/etc/b"])]);
    }
}
