using ConsulRender.Journal;
using ConsulRender.State;
using ConsulRender.Tests.Engine.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine.Journal;

public sealed class LeftOverTests : IDisposable
{
    // No process has a number that large.
    private const int Nobody = 4_999_999;

    private readonly GroupUnderTest _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void What_killed_processes_left_goes_and_everything_else_stays()
    {
        Directory.CreateDirectory(_test.Directory.Path("behind"));
        File.CreateSymbolicLink(_test.Directory.Path("link"), "behind/file");
        _test.With("a").With("link").With("item", contents: "x", forEach: "\"b\" | split: \",\"", destination: _test.Directory.Path("items") + "/{{ item }}/c");
        var mine = Environment.ProcessId;
        string[] gone =
        [
            $".a.{Nobody}.staged", $".a.{Nobody}.previous", $".a.{mine}.staged", $"behind/.file.{Nobody}.staged", $".link.bak.{Nobody}.staged",
            $"items/.consulrender-1.files.{Nobody}.staged", $"items/b/.c.{Nobody}.previous", $"state/journal/.k.{Nobody}.staged",
        ];
        string[] stay = [".a.1.staged", $".other.{Nobody}.staged", $".a.{Nobody}.text", $"a.{Nobody}.staged", "items/b/c", $".a.0{Nobody}.staged", $"behind/.file.{Nobody}.previous"];
        foreach (var name in gone.Concat(stay))
        {
            _test.Directory.Write(name, "");
        }

        // As if the first process of the host had made it a moment ago.
        File.SetLastWriteTimeUtc(_test.Directory.Path(".a.1.staged"), TimeProvider.System.GetUtcNow().AddDays(1).UtcDateTime);
        var named = new HashSet<string> { _test.Directory.Path($"behind/.file.{Nobody}.previous") };

        var removed = LeftOvers.Remove([_test.Group], new StateDirectory(_test.Directory.Path("state")), named);

        Assert.Equal(gone.Select(_test.Directory.Path).Order(StringComparer.Ordinal), removed.Order(StringComparer.Ordinal));
        Assert.All(gone, name => Assert.False(File.Exists(_test.Directory.Path(name)), name));
        Assert.All(stay, name => Assert.True(File.Exists(_test.Directory.Path(name)), name));
    }

    [Fact]
    public void Without_a_state_directory_nobody_knows_whether_a_previous_file_is_the_only_good_one()
    {
        _test.With("a");
        _test.Directory.Write($".a.{Nobody}.previous", "");
        _test.Directory.Write($".a.{Nobody}.staged", "");

        LeftOvers.Remove([_test.Group], new StateDirectory(_test.Directory.Path("state")), new HashSet<string>());

        Assert.Equal([$".a.{Nobody}.previous"], _test.Names);
    }
}
