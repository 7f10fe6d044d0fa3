using Xunit;

namespace ConsulRender.Tests.Cli.Systemd;

public sealed class UnitFileTests
{
    private static readonly string[] Text = File.ReadAllLines(Path.Combine(Repository.Root, "packaging", "consulrender.service"));

    private static readonly (string Section, string Key, string Value)[] Entries = [.. Parse()];

    [Theory]
    [InlineData("Type", "notify")]
    [InlineData("NotifyAccess", "main")]
    [InlineData("TimeoutStartSec", "infinity")]
    [InlineData("Restart", "on-failure")]
    [InlineData("RestartPreventExitStatus", "13 15 20")]
    [InlineData("KillMode", "mixed")]
    [InlineData("KillSignal", "SIGTERM")]
    [InlineData("ExecReload", "/bin/kill -HUP $MAINPID")]
    [InlineData("WatchdogSec", "60")]
    public void The_service_says(string key, string value) => Assert.Equal([value], Values(key));

    /// <summary>What would keep `systemctl reload haproxy` and the like from working.</summary>
    [Theory]
    [InlineData("CapabilityBoundingSet")]
    [InlineData("SystemCallFilter")]
    [InlineData("MemoryDenyWriteExecute")]
    [InlineData("PrivateNetwork")]
    [InlineData("PrivateUsers")]
    [InlineData("ProtectProc")]
    public void Commands_are_not_kept_from_their_work_by(string key) => Assert.Empty(Values(key));

    [Fact]
    public void Commands_reach_systemd_over_its_socket() => Assert.Contains("AF_UNIX", Assert.Single(Values("RestrictAddressFamilies")).Split(' '));

    [Fact]
    public void No_key_stands_twice_and_every_line_is_understood()
    {
        Assert.Distinct(Entries.Select(entry => entry.Key));
        Assert.Equal(["Unit", "Service", "Install"], Entries.Select(entry => entry.Section).Distinct());
    }

    private static IEnumerable<string> Values(string key) => Entries.Where(entry => entry.Section == "Service" && entry.Key == key).Select(entry => entry.Value);

    private static IEnumerable<(string Section, string Key, string Value)> Parse()
    {
        var section = "";
        foreach (var line in Text.Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line is ['[', .. var name, ']'])
            {
                section = name;
                continue;
            }

            var parts = line.Split('=', 2);
            Assert.True(parts.Length == 2 && parts[0].All(char.IsAsciiLetter), $"not a line of a unit file: {line}");
            yield return (section, parts[0], parts[1]);
        }
    }
}
