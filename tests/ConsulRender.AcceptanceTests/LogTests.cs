using System.Globalization;
using System.Text.Json;
using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>Where log lines go, and in which form.</summary>
public sealed class LogTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    private const string Syslog = "/dev/log";

    [Fact(Timeout = 60_000)]
    public async Task Every_line_of_a_JSON_log_is_an_object_with_time_level_and_message()
    {
        await using var workspace = await NewWorkspaceAsync("json", "\"check\": \"echo first; echo second; grep -v bad {path}\"");
        await using var daemon = workspace.Start("-config", "settings.json", "-log-format", "json", "-log-level", "debug");
        await workspace.FileHoldsAsync("out/file", "0", daemon);
        await agent.PutKeyAsync("log/json", "bad");
        await Eventually.HoldsAsync("the failure", () => daemon.Errors.Contains("exit code 1", StringComparison.Ordinal), () => daemon.Transcript);
        daemon.Send(Signal.Terminate);
        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync());

        var lines = Lines(daemon).Select(line => JsonDocument.Parse(line).RootElement).ToList();

        Assert.All(lines, line => Assert.True(DateTimeOffset.TryParseExact(
            line.GetProperty("time").GetString(), "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)));
        Assert.All(lines, line => Assert.Contains(line.GetProperty("level").GetString(), new[] { "debug", "info", "warn", "err" }));
        Assert.All(lines, line => Assert.NotEmpty(line.GetProperty("message").GetString()!));
        Assert.Contains(lines, line => line.TryGetProperty("paths", out var paths) && paths.GetString() == "out/file");
        Assert.Contains(lines, line => line.GetProperty("level").GetString() == "err" && line.GetProperty("message").GetString()!.Contains("\n  first\n  second", StringComparison.Ordinal));
        Assert.Equal("stopped", lines[^1].GetProperty("message").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_log_file_is_rotated_by_size_and_holds_what_standard_error_got()
    {
        await using var workspace = await NewWorkspaceAsync(
            "rotate", more: "\"log_file\": { \"path\": \"logs/daemon.log\", \"log_rotate_bytes\": 500, \"log_rotate_max_files\": 3 }");
        Directory.CreateDirectory(workspace["logs"]);
        await using var daemon = workspace.Start("-config", "settings.json");
        for (var value = 1; value <= 40; value++)
        {
            await agent.PutKeyAsync("log/rotate", $"{value}");
            await workspace.FileHoldsAsync("out/file", $"{value}", daemon);
        }

        daemon.Send(Signal.Terminate);
        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync());

        var files = Directory.EnumerateFiles(workspace["logs"]).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(4, files.Count);
        Assert.Equal(workspace["logs/daemon.log"], files[^1]);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 500));
        var kept = files.SelectMany(File.ReadAllLines).ToList();
        Assert.Equal(Lines(daemon).TakeLast(kept.Count), kept);
        Assert.EndsWith("[INFO] stopped", kept[^1], StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_log_file_that_is_moved_away_is_begun_anew_and_a_restart_appends()
    {
        await using var workspace = await NewWorkspaceAsync("moved", more: "\"log_file\": { \"path\": \"daemon.log\" }");
        await using (var daemon = workspace.Start("-config", "settings.json"))
        {
            await workspace.FileHoldsAsync("out/file", "0", daemon);
            await Eventually.HoldsAsync("the first lines", () => workspace.Lines("daemon.log").Length == 2, () => daemon.Transcript);
            File.Move(workspace["daemon.log"], workspace["daemon.log.1"]);
            await agent.PutKeyAsync("log/moved", "1");
            await Eventually.HoldsAsync("a new file", () => workspace.Lines("daemon.log").Length == 1, () => daemon.Transcript);
            daemon.Send(Signal.Terminate);
            await daemon.ExitsAsync();
        }

        await using var next = workspace.Start("-config", "settings.json");

        await Eventually.HoldsAsync("the line of the next start", () => workspace.Lines("daemon.log").Length == 3, () => next.Transcript);
        Assert.EndsWith("started", workspace.Lines("daemon.log")[2], StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_full_disk_under_the_log_file_keeps_no_file_from_being_written()
    {
        await using var workspace = await NewWorkspaceAsync("full", more: "\"log_file\": { \"path\": \"logs/daemon.log\" }");
        await using var mount = await MountedDirectory.CreateAsync(workspace["logs"], "64k");
        await FillAsync(workspace["logs/filler"]);
        await using var daemon = workspace.Start("-config", "settings.json");
        await workspace.FileHoldsAsync("out/file", "0", daemon);
        await agent.PutKeyAsync("log/full", "1");
        await workspace.FileHoldsAsync("out/file", "1", daemon);
        Assert.Single(Lines(daemon), line => line.Contains("it cannot be written: No space left on device", StringComparison.Ordinal));

        File.Delete(workspace["logs/filler"]);
        await Eventually.HoldsAsync(
            "lines in the file again",
            async () =>
            {
                await agent.PutKeyAsync("log/full", $"{Guid.NewGuid()}");
                return daemon.Errors.Contains("it can be written again", StringComparison.Ordinal);
            },
            () => daemon.Transcript);

        daemon.Send(Signal.Terminate);
        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync());
        Assert.EndsWith("stopped", workspace.Lines("logs/daemon.log")[^1], StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Syslog_gets_every_line_with_its_severity_and_a_log_file_may_be_on_at_once()
    {
        if (Path.Exists(Syslog))
        {
            Assert.Skip($"this host has a syslog at {Syslog}, and this test would have to take its place");
        }

        await using var syslog = new DatagramSocket(Syslog);
        await using var workspace = await NewWorkspaceAsync(
            "syslog",
            "\"check\": \"grep -v bad {path}\"",
            "\"syslog\": { \"facility\": \"daemon\", \"name\": \"web\" }, \"log_file\": { \"path\": \"daemon.log\" }");
        await using var daemon = workspace.Start("-config", "settings.json");
        await workspace.FileHoldsAsync("out/file", "0", daemon);
        await agent.PutKeyAsync("log/syslog", "bad");
        await Eventually.HoldsAsync("the failure", () => daemon.Errors.Contains("exit code 1", StringComparison.Ordinal), () => daemon.Transcript);
        daemon.Send(Signal.Terminate);
        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync());

        await Eventually.HoldsAsync("the last line", () => syslog.Received.Any(line => line.EndsWith("stopped", StringComparison.Ordinal)), () => string.Join('\n', syslog.Received));
        Assert.All(syslog.Received, line => Assert.Matches($@"^<\d+>1 \d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z \S+ web {daemon.Id} - - \S", line));
        Assert.Contains(syslog.Received, line => line.StartsWith("<30>1 ", StringComparison.Ordinal) && line.EndsWith("wrote out/file", StringComparison.Ordinal));
        Assert.Contains(syslog.Received, line => line.StartsWith("<27>1 ", StringComparison.Ordinal) && line.Contains("exit code 1", StringComparison.Ordinal));
        Assert.Equal(Lines(daemon), workspace.Lines("daemon.log"));
    }

    private static string[] Lines(RunningProcess daemon) => daemon.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task FillAsync(string path)
    {
        try
        {
            await File.WriteAllBytesAsync(path, new byte[1 << 20], TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // That is what full means.
        }
    }

    private async Task<Workspace> NewWorkspaceAsync(string key, string? template = null, string? more = null)
    {
        await agent.PutKeyAsync($"log/{key}", "0");
        var workspace = new Workspace();
        workspace.Write("t.liquid", $$$"""{{ key("log/{{{key}}}") }}""");
        workspace.Write("settings.json", $$"""
            {
              "consul": { "address": "{{agent.Address}}" },
              {{(more is null ? "" : $"{more},")}}
              "template": { "source": "t.liquid", "destination": "out/file"{{(template is null ? "" : $", {template}")}} }
            }
            """);
        return workspace;
    }
}
