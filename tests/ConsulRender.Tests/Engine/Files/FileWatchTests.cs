using System.Diagnostics;
using ConsulRender.Files;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Files;

public sealed class FileWatchTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly List<RunningFileWatch> _watches = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var watch in _watches)
        {
            await watch.DisposeAsync();
        }

        _directory.Dispose();
    }

    [Fact]
    public async Task A_text_is_told_at_once_and_again_only_when_it_differs()
    {
        _directory.Write("f", "one\r\n");
        var watch = Start("f");
        await watch.ReportsAsync("one\r\n");

        // Written again with the same text, which is no news.
        _directory.Write("f", "one\r\n");
        await PassAsync();
        _directory.Write("f", "two");
        await watch.ReportsInTimeAsync("one\r\n", "two");
    }

    [Fact]
    public async Task A_byte_order_mark_is_not_part_of_the_text()
    {
        await File.WriteAllBytesAsync(_directory.Path("f"), [0xEF, 0xBB, 0xBF, (byte)'a'], TestContext.Current.CancellationToken);
        await Start("f").ReportsAsync("a");
    }

    [Fact]
    public async Task A_file_without_a_length_is_read_to_its_end() =>
        await StartAt("/proc/sys/kernel/ostype").ReportsAsync("Linux\n");

    [Fact]
    public async Task An_empty_file_is_not_an_absent_one()
    {
        _directory.Write("f", "");
        await Start("f").ReportsAsync("");
    }

    [Fact]
    public async Task A_file_that_is_not_there_yet_is_absent_until_it_comes()
    {
        var watch = Start("folder/f");
        await watch.ReportsAsync("(absent)");
        await PassAsync();
        _directory.Write("folder/f", "here");
        await watch.ReportsInTimeAsync("(absent)", "here");
    }

    [Fact]
    public async Task A_deleted_file_keeps_its_text_and_is_told_once()
    {
        _directory.Write("f", "one");
        var watch = Start("f");
        await watch.ReportsAsync("one");
        File.Delete(_directory.Path("f"));
        await watch.ReportsInTimeAsync("one", "failed: there is no such file; its last text stays");

        await PassAsync();
        _directory.Write("f", "one");
        await watch.ReportsInTimeAsync("one", "failed: there is no such file; its last text stays", "recovered");
    }

    [Fact]
    public async Task A_file_that_comes_back_with_another_text_is_news()
    {
        _directory.Write("f", "one");
        var watch = Start("f");
        await watch.ReportsAsync("one");
        File.Delete(_directory.Path("f"));
        await Eventually.HoldsAsync("the failure", _clock, Settling.Pause, () => watch.Reports.Count == 2);

        _directory.Write("f", "two");
        await watch.ReportsInTimeAsync("one", "failed: there is no such file; its last text stays", "two", "recovered");
    }

    // As editors save, and as tools do that keep the time of what they copy.
    [Fact]
    public async Task A_file_that_another_of_the_same_length_and_time_is_renamed_over_is_seen()
    {
        _directory.Write("f", "one");
        var watch = Start("f");
        await watch.ReportsAsync("one");
        await PassAsync();
        _directory.Write("new", "two");
        File.SetLastWriteTimeUtc(_directory.Path("new"), File.GetLastWriteTimeUtc(_directory.Path("f")));
        File.Move(_directory.Path("new"), _directory.Path("f"), overwrite: true);
        await watch.ReportsInTimeAsync("one", "two");
    }

    // As Kubernetes does with config maps: ..data is a link to a folder, and another takes its place.
    [Fact]
    public async Task A_folder_that_is_swapped_behind_a_link_is_seen()
    {
        _directory.Write("version1/f", "one");
        _directory.Write("version2/f", "two");
        Directory.CreateSymbolicLink(_directory.Path("data"), "version1");
        var watch = Start("data/f");
        await watch.ReportsAsync("one");
        await PassAsync();
        Directory.CreateSymbolicLink(_directory.Path("next"), "version2");
        await RunAsync("mv", "-T", _directory.Path("next"), _directory.Path("data"));
        await watch.ReportsInTimeAsync("one", "two");
    }

    [Fact]
    public async Task A_file_that_is_being_written_is_read_when_it_has_come_to_rest()
    {
        _directory.Write("f", "one");
        var watch = Start("f");
        await watch.ReportsAsync("one");
        await PassAsync();

        // A writer that takes ten looks for its text; every look finds another length.
        var text = "";
        await Eventually.HoldsAsync("the whole text", _clock, Settling.Pause / 2, () =>
        {
            if (text.Length < 10)
            {
                text += "x";
                _directory.Write("f", text);
            }

            return watch.Reports.Count > 1;
        });
        Assert.Equal(["one", "xxxxxxxxxx"], watch.Reports);
    }

    [Fact]
    public async Task A_file_that_never_rests_is_read_all_the_same()
    {
        _directory.Write("f", "one");
        var watch = Start("f");
        await watch.ReportsAsync("one");
        var text = "";
        await Eventually.HoldsAsync("a text", _clock, Settling.Pause, () =>
        {
            text += "x";
            _directory.Write("f", text);
            return watch.Reports.Count > 1;
        });
    }

    [Fact]
    public async Task A_directory_is_said_to_be_one_until_a_file_takes_its_place()
    {
        Directory.CreateDirectory(_directory.Path("f"));
        var watch = Start("f");
        await watch.ReportsAsync("failed: it is a directory");
        await PassAsync();
        Directory.Delete(_directory.Path("f"));
        await watch.ReportsInTimeAsync("failed: it is a directory", "failed: there is no such file");

        _directory.Write("f", "one");
        await watch.ReportsInTimeAsync("failed: it is a directory", "failed: there is no such file", "one", "recovered");
        Assert.All(watch.Errors, error => Assert.False(error.IsLasting));
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        await RunAsync("mkfifo", _directory.Path("f"));
        await Start("f").ReportsAsync("failed: it is not a regular file");
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_is_refused_and_the_last_stays()
    {
        _directory.Write("f", "one");
        var watch = Start("f");
        await watch.ReportsAsync("one");
        await File.WriteAllBytesAsync(_directory.Path("f"), [(byte)'a', 0xFF], TestContext.Current.CancellationToken);
        await watch.ReportsInTimeAsync("one", "failed: it is not UTF-8; save it as UTF-8; its last text stays");
        Assert.True(Assert.Single(watch.Errors).IsLasting);
    }

    [Theory]
    [InlineData(LocalFile.Longest, true)]
    [InlineData(LocalFile.Longest + 1, false)]
    public async Task Only_64_MiB_are_read(int length, bool isRead)
    {
        await using (var file = File.Create(_directory.Path("f")))
        {
            file.SetLength(length);
        }

        var watch = Start("f", once: true);
        await Eventually.HoldsAsync("the report", () => watch.Reports.Count == 1);
        Assert.Equal(isRead ? new string('\0', length) : "failed: it is longer than 64 MiB", watch.Reports[0]);
    }

    [Fact]
    public async Task Once_ends_with_the_first_text_and_waits_for_it()
    {
        var watch = Start("f", once: true);
        await watch.ReportsAsync("(absent)");
        await PassAsync();
        Assert.False(watch.Task.IsCompleted);

        _directory.Write("f", "one");
        await watch.ReportsInTimeAsync("(absent)", "one");
        await Eventually.EndsAsync("the watch to end", watch.Task);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private RunningFileWatch Start(string name, bool once = false) => StartAt(_directory.Path(name), once);

    private RunningFileWatch StartAt(string path, bool once = false)
    {
        var watch = new RunningFileWatch(path, _clock, once);
        _watches.Add(watch);
        return watch;
    }

    // Lets the watch take some looks: another file, which changes, is seen in the meantime.
    private async Task PassAsync()
    {
        var other = Start("other");
        await other.ReportsAsync("(absent)");
        _directory.Write("other", "x");
        await other.ReportsInTimeAsync("(absent)", "x");
        _directory.Write("other", "y");
        await other.ReportsInTimeAsync("(absent)", "x", "y");
        File.Delete(_directory.Path("other"));
    }
}
