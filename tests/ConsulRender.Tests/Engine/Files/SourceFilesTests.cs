using System.IO.Pipes;
using ConsulRender.Files;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Files;

public sealed class SourceFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly SourceFiles _files = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Files_that_nobody_touched_have_not_changed()
    {
        _files.Add(_directory.Write("a", "1"));
        _files.Add(_directory.Path("absent"));

        Assert.False(_files.HaveChanged());
    }

    [Fact]
    public void A_new_text_of_the_same_length_is_a_change()
    {
        _files.Add(_directory.Write("a", "1"));
        _directory.Write("a", "2");

        Assert.True(_files.HaveChanged());
    }

    [Fact]
    public void A_file_that_goes_is_a_change()
    {
        _files.Add(_directory.Write("a", "1"));
        File.Delete(_directory.Path("a"));

        Assert.True(_files.HaveChanged());
    }

    [Fact]
    public void A_file_that_was_looked_for_and_comes_is_a_change()
    {
        _files.Add(_directory.Path("a"));
        _directory.Write("a", "1");

        Assert.True(_files.HaveChanged());
    }

    [Fact]
    public void A_link_that_is_swapped_as_Kubernetes_does_is_a_change()
    {
        _directory.Write("one/a", "1");
        _directory.Write("two/a", "1");
        File.CreateSymbolicLink(_directory.Path("data"), _directory.Path("one"));
        _files.Add(_directory.Path("data/a"));
        File.CreateSymbolicLink(_directory.Path("next"), _directory.Path("two"));
        FileSystem.Rename(_directory.Path("next"), _directory.Path("data"));

        Assert.True(_files.HaveChanged());
    }

    // The descriptor is closed, after which the path is not there any more: that is what the pipe's own times may look like much earlier.
    [Fact]
    public void A_pipe_of_the_shell_that_was_read_is_no_file_that_changes()
    {
        using (var pipe = new AnonymousPipeServerStream(PipeDirection.In))
        {
            _files.Add($"/proc/self/fd/{pipe.SafePipeHandle.DangerousGetHandle()}");
        }

        Assert.False(_files.HaveChanged());
    }

    [Fact]
    public void A_file_that_is_reached_through_the_system_s_directories_is_one_like_others()
    {
        _files.Add($"/proc/self/root{_directory.Write("a", "1")}");
        _directory.Write("a", "2");

        Assert.True(_files.HaveChanged());
    }

    [Fact]
    public async Task Whoever_waits_for_them_to_rest_waits_until_two_looks_see_the_same()
    {
        var clock = new FakeTimeProvider();
        _files.Add(_directory.Write("a", "1"));
        var settled = _files.SettleAsync(clock, TestContext.Current.CancellationToken);
        _directory.Write("a", "22");
        clock.Advance(Settling.Pause);
        Assert.False(settled.IsCompleted);

        await Eventually.HoldsAsync("them to have settled", clock, Settling.Pause, () => settled.IsCompleted);
    }
}
