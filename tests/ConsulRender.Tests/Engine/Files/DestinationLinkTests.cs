using ConsulRender.Files;
using Xunit;
using static ConsulRender.Tests.Engine.Files.DestinationUnderTest;

namespace ConsulRender.Tests.Engine.Files;

/// <summary>Destinations that are symbolic links, or lie behind them.</summary>
public sealed class DestinationLinkTests : IDisposable
{
    private readonly DestinationUnderTest _test = new();

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("target", "target")]
    [InlineData("folder/target", "folder/target")]
    public void A_link_stays_a_link_and_what_it_points_at_is_replaced(string linkTarget, string name)
    {
        _test.Directory.Write(name, "old");
        File.CreateSymbolicLink(_test.Directory.Path("out"), linkTarget);
        var destination = _test.Destination();
        Replace(destination, "new");
        Assert.Equal("new", _test.Directory.Read(name));

        destination.Restore();
        destination.CleanUp();
        Assert.Equal("old", _test.Directory.Read(name));
        Assert.Equal(linkTarget, new FileInfo(_test.Directory.Path("out")).LinkTarget);
    }

    [Fact]
    public void A_chain_of_links_is_followed_to_its_end()
    {
        _test.Directory.Write("target", "old");
        File.CreateSymbolicLink(_test.Directory.Path("middle"), "target");
        File.CreateSymbolicLink(_test.Directory.Path("out"), _test.Directory.Path("middle"));
        Replace(_test.Destination(), "new");

        Assert.Equal("new", _test.Directory.Read("target"));
        Assert.Equal("target", new FileInfo(_test.Directory.Path("middle")).LinkTarget);
    }

    [Fact]
    public void A_link_to_nothing_gets_its_target()
    {
        File.CreateSymbolicLink(_test.Directory.Path("out"), "target");
        var destination = _test.Destination();
        Assert.True(destination.Differs(Text("new")));
        Replace(destination, "new");
        Assert.Equal("new", _test.Directory.Read("target"));

        destination.Restore();
        destination.CleanUp();
        Assert.Equal(["out"], _test.Directory.Names);
    }

    [Fact]
    public void Links_in_a_circle_are_a_failure_like_any_other()
    {
        File.CreateSymbolicLink(_test.Directory.Path("out"), "other");
        File.CreateSymbolicLink(_test.Directory.Path("other"), "out");

        var problem = "its symbolic links lead in a circle";
        Assert.Equal($"{_test.Directory.Path("out")} cannot be written: {problem}", StageProblem(_test.Destination()));
        Assert.Equal($"{_test.Directory.Path("out")} cannot be read: {problem}", Assert.Throws<DestinationException>(() => _test.Differs("new")).Message);
    }

    // As Kubernetes mounts it: the folder is a link, and ".." means the folder above where it leads.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_relative_link_behind_a_link_to_a_folder_leads_where_the_kernel_says(bool exists)
    {
        Directory.CreateDirectory(_test.Directory.Path("real/deep"));
        Directory.CreateDirectory(_test.Directory.Path("other"));
        if (exists)
        {
            _test.Directory.Write("real/target", "old");
        }

        File.CreateSymbolicLink(_test.Directory.Path("other/folder"), "../real/deep");
        File.CreateSymbolicLink(_test.Directory.Path("real/deep/middle"), "../target");
        File.CreateSymbolicLink(_test.Directory.Path("out"), "other/folder/middle");
        Replace(_test.Destination(), "new");

        Assert.Equal("new", _test.Directory.Read("real/target"));
        Assert.Equal("../target", new FileInfo(_test.Directory.Path("real/deep/middle")).LinkTarget);
        Assert.Equal(["folder"], Directory.EnumerateFileSystemEntries(_test.Directory.Path("other")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_link_to_nothing_in_a_folder_that_does_not_exist_gets_both()
    {
        File.CreateSymbolicLink(_test.Directory.Path("out"), "new/folder/target");
        Replace(_test.Destination(), "new");

        Assert.Equal("new", _test.Directory.Read("new/folder/target"));
        Assert.Equal("new/folder/target", new FileInfo(_test.Directory.Path("out")).LinkTarget);
    }

    [Fact]
    public void The_target_of_a_link_is_staged_in_its_own_directory()
    {
        _test.Directory.Write("folder/target", "old");
        File.CreateSymbolicLink(_test.Directory.Path("out"), "folder/target");
        var destination = _test.Destination();
        destination.Stage(Text("new"));

        Assert.Equal(_test.Directory.Path("folder"), Path.GetDirectoryName(destination.CheckedPath));
        destination.CleanUp();
    }
}
