using System.Diagnostics;
using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Engine.Settings;

/// <summary>Which files are read, and in which order.</summary>
public sealed class SettingsFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Of_a_directory_all_HCL_and_JSON_files_are_read_in_the_order_of_their_names()
    {
        foreach (var name in new[] { "b.json", "a.hcl", "B.hcl", "c/z.hcl", "c/a.json", "d.hcl.bak", "e.hcl~", ".f.hcl", "g.txt", "h", ".hidden/i.hcl", "j.hcl.swp", "k.HCL" })
        {
            _directory.Write($"conf/{name}", "");
        }

        Assert.Equal(["B.hcl", "a.hcl", "b.json", "c/a.json", "c/z.hcl"], Found("conf"));
    }

    [Fact]
    public void A_mount_of_Kubernetes_is_read_once()
    {
        _directory.Write("conf/..2026_01/a.hcl", "");
        Directory.CreateSymbolicLink(_directory.Path("conf/..data"), "..2026_01");
        File.CreateSymbolicLink(_directory.Path("conf/a.hcl"), "..data/a.hcl");

        Assert.Equal(["a.hcl"], Found("conf"));
    }

    [Fact]
    public void A_directory_may_be_a_link()
    {
        _directory.Write("real/sub/a.hcl", "");
        _directory.Write("conf/b.hcl", "");
        Directory.CreateSymbolicLink(_directory.Path("conf/link"), "../real");
        Directory.CreateSymbolicLink(_directory.Path("whole"), "conf");

        Assert.Equal(["b.hcl", "link/sub/a.hcl"], Found("whole"));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../conf")]
    [InlineData("sub")]
    public void Links_in_a_circle_end(string target)
    {
        _directory.Write("conf/sub/a.hcl", "");
        Directory.CreateSymbolicLink(_directory.Path("link"), "conf");
        Directory.CreateSymbolicLink(_directory.Path("conf/sub/one"), Path.Combine("..", target));
        Directory.CreateSymbolicLink(_directory.Path("conf/sub/two"), Path.Combine("..", target));

        var found = Found("link");

        Assert.Contains("sub/a.hcl", found);
        Assert.InRange(found.Count, 1, 10);
    }

    [Fact]
    public void A_link_to_itself_is_told()
    {
        Directory.CreateDirectory(_directory.Path("conf"));
        File.CreateSymbolicLink(_directory.Path("conf/a.hcl"), "a.hcl");

        Assert.StartsWith($"{_directory.Path("conf/a.hcl")}: cannot read the settings: ", Problem("conf"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_nothing_is_told()
    {
        Directory.CreateDirectory(_directory.Path("conf"));
        File.CreateSymbolicLink(_directory.Path("conf/a.hcl"), "gone.hcl");

        Assert.Equal($"{_directory.Path("conf/a.hcl")}: cannot read the settings: it is a link to 'gone.hcl', which is not there", Problem("conf"));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_named_pipe_is_told_and_not_waited_for()
    {
        Directory.CreateDirectory(_directory.Path("conf"));
        using var make = Process.Start("mkfifo", [_directory.Path("conf/a.hcl")]);
        await make.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            $"{_directory.Path("conf/a.hcl")}: cannot read the settings: this is no regular file",
            await Task.Run(() => Problem("conf"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_may_not_be_read_is_told()
    {
        Assert.SkipWhen(Environment.UserName == "root", "root may read everything");
        File.SetUnixFileMode(_directory.Write("conf/a.hcl", ""), UnixFileMode.None);
        Directory.CreateDirectory(_directory.Path("closed"), UnixFileMode.None);

        Assert.StartsWith($"{_directory.Path("conf/a.hcl")}: cannot read the settings: ", Problem("conf"), StringComparison.Ordinal);
        Assert.StartsWith($"{_directory.Path("closed")}: cannot read the settings: ", Problem("closed"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_directory_says_nothing()
    {
        Directory.CreateDirectory(_directory.Path("conf"));

        Assert.Empty(Found("conf"));
        Assert.Empty(SettingsUnderTest.Read(_directory.Path("conf")).Template);
    }

    [Fact]
    public void Every_file_that_cannot_be_read_is_told_and_those_that_can_are_judged()
    {
        _directory.Write("conf/a.hcl", "lgo_level = \"info\"");
        _directory.Write("conf/b.json", "{");
        var missing = _directory.Path("c.hcl");
        var problems = Assert.Throws<SettingsException>(() => SettingsUnderTest.Read(_directory.Path("conf"), missing)).Problems;

        Assert.Equal(3, problems.Count);
        Assert.Contains($"{missing}: cannot read the settings: there is no such file", problems);
        Assert.Contains($"{_directory.Path("conf/a.hcl")}:1:1: unknown key \"lgo_level\"; did you mean \"log_level\"?", problems);
    }

    private List<string> Found(string name) =>
        [.. SettingsFiles.Find(_directory.Path(name)).Select(path => Path.GetRelativePath(_directory.Path(name), path))];

    private string Problem(string name) => Assert.Single(Assert.Throws<SettingsException>(() => SettingsUnderTest.Read(_directory.Path(name))).Problems);
}
