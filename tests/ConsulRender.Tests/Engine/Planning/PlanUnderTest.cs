using System.Text;
using System.Text.Json;
using ConsulRender.Consul;
using ConsulRender.Groups;
using ConsulRender.Planning;
using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Engine.Planning;

/// <summary>A plan over a fixture in a directory of its own; owned by one test.</summary>
internal sealed class PlanUnderTest : IDisposable
{
    private readonly List<TemplateSettings> _templates = [];

    internal TemporaryDirectory Directory { get; } = new();

    internal IReadOnlyList<string> Redact { get; init; } = [];

    internal Dictionary<string, string> Keys { get; } = [];

    /// <summary>The groups' failures after the plan.</summary>
    internal IReadOnlyList<string> Failures { get; private set; } = [];

    internal PlanUnderTest With(string name, string contents, string? disk = null, Func<TemplateSettings, TemplateSettings>? adjust = null)
    {
        if (disk is not null)
        {
            Directory.Write(name, disk);
        }

        var template = new TemplateSettings { Contents = contents, Destination = Directory.Path(name), Command = Directory.Command("echo reload >>LOG"), Check = Directory.Command("echo check {path} >>LOG") };
        _templates.Add(adjust is null ? template : adjust(template));
        return this;
    }

    internal async Task<IReadOnlyList<PlannedFile>> PlanAsync()
    {
        var files = new List<PlannedFile>();
        var fixture = Encoding.UTF8.GetBytes($$"""{ "keys": {{JsonSerializer.Serialize(Keys)}} }""");
        var options = new RunnerOptions { Once = true, Planned = files.Add, Snapshot = Snapshot.Of("fixture", fixture) };
        using var log = new ConsulRender.Cli.Logging.LazyLogger(new ConsulRender.Settings.Settings { LogLevel = LogSeverity.Err });
        var before = Everything();
        var runner = Runner.Create(new ConsulRender.Settings.Settings { Template = _templates, Redact = Redact }, options, agents: null, TimeProvider.System, log);
        await runner.RunAsync(TestContext.Current.CancellationToken);
        Failures = [.. runner.Status.Groups.Select(group => group.Outcome).OfType<ApplyOutcome.Failed>().Select(failure => failure.Message)];
        Assert.Equal(before, Everything());
        return files;
    }

    /// <summary>Writes the files with a fixture.</summary>
    internal async Task ApplyAsync(string fixture)
    {
        using var log = new ConsulRender.Cli.Logging.LazyLogger(new ConsulRender.Settings.Settings { LogLevel = LogSeverity.Err });
        var options = new RunnerOptions { Once = true, Snapshot = Snapshot.Of("fixture", Encoding.UTF8.GetBytes(fixture)) };
        await Runner.Create(new ConsulRender.Settings.Settings { Template = _templates }, options, agents: null, TimeProvider.System, log).RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The plan as a text, with <c>DIR</c> for the directory.</summary>
    internal async Task<string> TextAsync() =>
        ConsulRender.Cli.PlanText.Of(await PlanAsync(), color: false).Replace(Directory.Root, "DIR", StringComparison.Ordinal).Replace(Directory.Root.TrimStart('/'), "DIR", StringComparison.Ordinal);

    public void Dispose() => Directory.Dispose();

    private string Everything() => string.Join('\n', System.IO.Directory.EnumerateFiles(Directory.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O} {File.GetUnixFileMode(file)} {new FileInfo(file).Length}"));
}
