using ConsulRender.Files;
using Xunit;
using static ConsulRender.Tests.Engine.Files.DestinationUnderTest;

namespace ConsulRender.Tests.Engine.Files;

/// <summary>Comparing, staging, swapping and restoring one file.</summary>
public sealed class DestinationTests : IDisposable
{
    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly DestinationUnderTest _test = new();

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("abc", "abc", false)]
    [InlineData("abc", "abd", true)]
    [InlineData("abc", "abcd", true)]
    [InlineData("abcd", "abc", true)]
    [InlineData("", "abc", true)]
    [InlineData("", "", false)]
    [InlineData("ä€𝄞", "ä€𝄞", false)]
    public void A_file_differs_when_its_text_is_another(string live, string wanted, bool expected)
    {
        _test.Directory.Write("out", live);

        Assert.Equal(expected, _test.Differs(wanted));
    }

    [Fact]
    public void A_file_that_does_not_exist_differs_also_from_an_empty_text() => Assert.True(_test.Differs(""));

    [Theory]
    [InlineData(1_000_000, 999_999)]
    [InlineData(1_000_000, 0)]
    [InlineData(70_000, 65_536)]
    public void A_long_text_is_compared_to_its_end(int length, int difference)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(index => (char)('a' + (index % 23))));
        _test.Directory.Write("out", text);
        Assert.False(_test.Differs(text));

        var other = text.ToCharArray();
        other[difference] = '!';
        Assert.True(_test.Differs(new string(other)));
    }

    [Fact]
    public void Comparing_allocates_nothing_in_proportion_to_the_file()
    {
        var text = new string('x', 4_000_000);
        _test.Directory.Write("out", text);
        var destination = _test.Destination();
        var rendered = Text(text);
        Assert.False(destination.Differs(rendered));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(destination.Differs(rendered));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024);
    }

    [Fact]
    public void A_text_is_staged_beside_the_file_under_a_dot_name_and_swapped_in()
    {
        _test.Directory.Write("out", "old");
        var destination = _test.Destination();
        destination.Stage(Text("new"));

        Assert.Equal("old", _test.Directory.Read("out"));
        Assert.Equal([$".out.{Environment.ProcessId}.staged", "out"], _test.Directory.Names);
        Assert.Equal("new", File.ReadAllText(destination.CheckedPath));

        destination.Swap();
        destination.CleanUp();
        Assert.Equal("new", _test.Directory.Read("out"));
        Assert.Equal(["out"], _test.Directory.Names);
    }

    [Fact]
    public void A_long_text_is_written_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 200_000).Select(index => $"{index} ä€\n"));
        Replace(_test.Destination(), text);

        Assert.Equal(text, _test.Directory.Read("out"));
    }

    [Fact]
    public void Without_a_swap_cleaning_up_leaves_everything_as_it_was()
    {
        _test.Directory.Write("out", "old");
        var destination = _test.Destination();
        destination.Stage(Text("new"));
        destination.KeepPrevious();
        destination.CleanUp();

        Assert.Equal("old", _test.Directory.Read("out"));
        Assert.Equal(["out"], _test.Directory.Names);
    }

    [Fact]
    public void What_a_killed_process_with_the_same_number_left_is_in_nobodys_way()
    {
        _test.Directory.Write("out", "old");
        _test.Directory.Write($".out.{Environment.ProcessId}.staged", "left over");
        _test.Directory.Write($".out.{Environment.ProcessId}.previous", "left over");
        var destination = _test.Destination();
        Replace(destination, "new");
        destination.Restore();
        destination.CleanUp();

        Assert.Equal("old", _test.Directory.Read("out"));
        Assert.Equal(["out"], _test.Directory.Names);
    }

    [Fact]
    public void A_restore_brings_back_the_very_file()
    {
        File.SetUnixFileMode(_test.Directory.Write("out", "old"), OwnerAndGroup);
        var before = FileIdentity("out");
        var destination = _test.Destination();
        Replace(destination, "new");
        destination.Restore();
        destination.CleanUp();

        Assert.Equal("old", _test.Directory.Read("out"));
        Assert.Equal(before, FileIdentity("out"));
        Assert.Equal(["out"], _test.Directory.Names);
    }

    [Fact]
    public void A_restore_removes_a_file_that_did_not_exist()
    {
        var destination = _test.Destination();
        Replace(destination, "new");
        destination.Restore();
        destination.CleanUp();

        Assert.Empty(_test.Directory.Names);
    }

    [Fact]
    public void A_file_that_cannot_be_restored_keeps_its_previous_text_beside_it()
    {
        _test.Directory.Write("out", "old");
        var destination = _test.Destination();
        Replace(destination, "new");
        File.Delete(_test.Directory.Path("out"));
        _test.Directory.Write("out/something", "in the way");
        var exception = Assert.Throws<DestinationException>(destination.Restore);
        destination.CleanUp();

        var kept = $".out.{Environment.ProcessId}.previous";
        Assert.Equal("old", _test.Directory.Read(kept));
        Assert.Contains(kept, exception.Message, StringComparison.Ordinal);
    }

    private (DateTime Written, FileStatus Status) FileIdentity(string name) =>
        (File.GetLastWriteTimeUtc(_test.Directory.Path(name)), FileSystem.Status(_test.Directory.Path(name))!);
}
