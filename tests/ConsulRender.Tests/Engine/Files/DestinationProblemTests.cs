using System.Diagnostics;
using ConsulRender.Files;
using Xunit;
using static ConsulRender.Tests.Engine.Files.DestinationUnderTest;

namespace ConsulRender.Tests.Engine.Files;

/// <summary>Directories that are not there, and what stands where a file should be.</summary>
public sealed class DestinationProblemTests : IDisposable
{
    private readonly DestinationUnderTest _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_directory_that_does_not_exist_is_made_when_allowed()
    {
        Replace(new Destination(_test.Directory.Path("a/b/out"), new FilePermissions(null, null, null), createDirectories: true), "new");

        Assert.Equal("new", _test.Directory.Read("a/b/out"));
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_told_with_what_to_do()
    {
        var path = _test.Directory.Path("a/out");
        var destination = new Destination(path, new FilePermissions(null, null, null), createDirectories: false);

        Assert.True(destination.Differs(Text("new")));
        Assert.Equal(
            $"{path} cannot be written: the directory '{_test.Directory.Path("a")}' does not exist; create it or set \"create_dest_dirs\": true",
            StageProblem(destination));
        Assert.Empty(_test.Directory.Names);
    }

    [Fact]
    public void A_staged_file_that_somebody_removed_is_not_blamed_on_the_directory()
    {
        var destination = _test.Destination();
        destination.Stage(Text("new"));
        File.Delete(destination.CheckedPath);
        var problem = Assert.Throws<DestinationException>(() => destination.Swap()).Message;

        Assert.Equal($"{_test.Directory.Path("out")} cannot be replaced: it cannot be renamed (No such file or directory)", problem);
    }

    [Fact]
    public void A_file_where_a_directory_should_be_is_a_failure_like_any_other()
    {
        _test.Directory.Write("a", "");
        var destination = new Destination(_test.Directory.Path("a/out"), new FilePermissions(null, null, null), createDirectories: true);

        Assert.StartsWith($"{_test.Directory.Path("a/out")} cannot be written: ", StageProblem(destination), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_never_replaced()
    {
        Directory.CreateDirectory(_test.Directory.Path("out"));
        var exception = Assert.Throws<DestinationException>(() => _test.Differs("new"));

        Assert.Equal($"{_test.Directory.Path("out")} cannot be read: it is a directory", exception.Message);
    }

    // Opening a pipe for reading waits for a writer, which would stop the loop for ever.
    [Fact]
    public async Task A_pipe_is_never_replaced_nor_waited_for()
    {
        using var make = Process.Start("mkfifo", _test.Directory.Path("out"));
        await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        var look = Task.Run(() => Assert.Throws<DestinationException>(() => _test.Differs("new")), TestContext.Current.CancellationToken);
        var exception = await look.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal($"{_test.Directory.Path("out")} cannot be read: it is not a regular file", exception.Message);
    }

    [Fact]
    public void A_name_that_is_too_long_is_a_failure_like_any_other()
    {
        var destination = new Destination(_test.Directory.Path(new string('x', 250)), new FilePermissions(null, null, null), createDirectories: true);

        Assert.Contains("cannot be written", StageProblem(destination), StringComparison.Ordinal);
    }
}
