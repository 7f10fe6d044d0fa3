using ConsulRender.Cli;
using ConsulRender.Consul;
using ConsulRender.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary>The loop with templates that read local files.</summary>
public sealed class RunnerFileTests : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly RunnerUnderTest _runner = new();

    private string File => _runner.Directory.Path("input");

    private string Call => $"{{{{ file(\"{File}\") }}}}";

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Fact]
    public async Task A_changed_file_is_rendered_anew_and_reloaded()
    {
        Write("one");
        _runner.With("out", $"[{Call}]", reload: "cat DIR/out >>LOG; echo >>LOG").Start();
        await _runner.HoldsAsync("out", "[one]");

        Write("two");
        await _runner.HoldsInTimeAsync("out", "[two]", Step);
        await Eventually.HoldsAsync("both reloads", () => _runner.Directory.Log.Count == 2);
        Assert.Equal(["[one]", "[two]"], _runner.Directory.Log);
    }

    [Fact]
    public async Task A_deleted_file_keeps_its_last_text_and_holds_nothing_up()
    {
        Write("one");
        _runner.Key("a", "1").With("out", $"{Call} {{{{ key(\"a\") }}}}").Start();
        await _runner.HoldsAsync("out", "one 1");
        System.IO.File.Delete(File);
        var warning = $"Warning: file(\"{File}\"): there is no such file; its last text stays";
        await _runner.SaysInTimeAsync(warning, Step);
        Assert.Equal("one 1", _runner.Directory.Read("out"));

        _runner.Key("a", "2");
        await _runner.HoldsInTimeAsync("out", "one 2", Step);
        Write("two");
        await _runner.HoldsInTimeAsync("out", "two 2", Step);
        await _runner.SaysInTimeAsync($"Information: file(\"{File}\"): it can be read again", Step);
        Assert.Single(_runner.Lines, line => line == warning);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_waited_for_and_named_with_its_place()
    {
        _runner.With("out", Call).Start();
        await _runner.SaysInTimeAsync("Warning: still waiting", Step);
        Assert.Contains(
            $"Warning: still waiting for file(\"{File}\") at contents of {_runner.Directory.Path("out")}:1:4 (there is no such file)", _runner.Lines);

        Write("one");
        await _runner.HoldsInTimeAsync("out", "one", Step);
    }

    [Fact]
    public async Task Once_names_what_is_in_the_way_of_a_file()
    {
        Directory.CreateDirectory(File);
        _runner.With("out", Call).Start(once: true);
        await Eventually.HoldsAsync("the trouble", () => _runner.Runner.Status.Troubles.Count == 1);

        Assert.Equal(
            [$"timed out after 3s waiting for file(\"{File}\") at contents of {_runner.Directory.Path("out")}:1:4 (it is a directory)"],
            OnceCommand.TimedOut(_runner.Runner.Status, TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task Once_ends_at_once_with_a_file_that_cannot_be_used()
    {
        await System.IO.File.WriteAllBytesAsync(File, [0xFF], TestContext.Current.CancellationToken);
        _runner.With("out", Call).With("other", "fine").Start(once: true);
        await _runner.EndsAsync();

        var failure = _runner.Failure("out");
        Assert.Equal(FailureKind.Template, failure.Kind);
        Assert.Equal(
            $"contents of {_runner.Directory.Path("out")}:1:4: file(\"{File}\"): it is not UTF-8; save it as UTF-8", failure.Message);
        Assert.Equal("fine", _runner.Directory.Read("other"));
    }

    [Fact]
    public async Task Two_templates_that_read_one_file_see_the_same_text()
    {
        Write("one");
        _runner.With("first", Call).With("second", Call).Start(once: true);
        await _runner.EndsAsync();

        Assert.Equal("one", _runner.Directory.Read("first"));
        Assert.Equal("one", _runner.Directory.Read("second"));
    }

    [Fact]
    public async Task A_fixture_without_files_leaves_them_to_the_disk()
    {
        _runner.With("out", $"{{{{ key(\"a\") }}}} {Call}").Start(once: true, Fixture("""{ "keys": { "a": "1" } }"""));
        await _runner.SaysInTimeAsync("Warning: still waiting", Step);
        Write("one");
        await Eventually.HoldsAsync("the loop to end", _runner.Clock, Step, () => _runner.Task.IsCompleted);
        Assert.Equal("1 one", _runner.Directory.Read("out"));
    }

    [Fact]
    public async Task A_fixture_with_files_answers_all_of_them()
    {
        Write("not this");
        _runner.With("out", "{{ file(\"x\") }}").With("bad", Call).Start(once: true, Fixture("""{ "files": { "x": "fixed" } }"""));
        await _runner.EndsAsync();

        Assert.Equal("fixed", _runner.Directory.Read("out"));
        Assert.Equal(
            $"contents of {_runner.Directory.Path("bad")}:1:4: file(\"{File}\") is not in the snapshot; add it", _runner.Failure("bad").Message);
    }

    [Fact]
    public async Task The_time_is_that_of_the_newest_reading()
    {
        _runner.Clock.SetUtcNow(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        _runner.Key("a", "1").With("start", "{{ timestamp() }}").With("out", "{{ key(\"a\") }} {{ timestamp() }}").Start();
        await _runner.HoldsAsync("out", "1 2026-01-02T03:04:05Z");
        _runner.Clock.Advance(TimeSpan.FromSeconds(10));
        await _runner.TurnAsync();
        Assert.Equal("1 2026-01-02T03:04:05Z", _runner.Directory.Read("out"));

        _runner.Key("a", "2");
        await _runner.HoldsAsync("out", "2 2026-01-02T03:04:15Z");
        Assert.Equal("2026-01-02T03:04:05Z", _runner.Directory.Read("start"));
    }

    [Fact]
    public async Task An_address_of_the_host_is_found()
    {
        _runner.With("out", "{{ interface_ip(\"lo\") }}").Start(once: true);
        await _runner.EndsAsync();

        Assert.Equal("127.0.0.1", _runner.Directory.Read("out"));
    }

    private void Write(string text) => _runner.Directory.Write("input", text);

    private Snapshot Fixture(string json) => Snapshot.Load(_runner.Directory.Write("fixture.json", json));
}
