using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Settings;
using Microsoft.Extensions.Time.Testing;

namespace ConsulRender.Tests.Engine;

/// <summary>A group in a directory of its own, whose commands write what they see to a log; owned by one test.</summary>
internal sealed class GroupUnderTest : IDisposable
{
    private readonly List<TemplateSettings> _templates = [];
    private OutputGroup? _group;

    internal TemporaryDirectory Directory { get; } = new();

    internal FakeTimeProvider Clock { get; init; } = new();

    internal OutputGroup Group => _group ??= OutputGroups.Create(new ConsulRender.Settings.Settings { Template = _templates }, Clock).Single();

    /// <summary>What the commands wrote, a line each.</summary>
    internal IReadOnlyList<string> Log => Directory.Log;

    /// <summary>Everything in the directory but the log.</summary>
    internal IEnumerable<string> Names => Directory.Names.Where(name => name != "log");

    /// <summary>Adds a template whose text is the key of the same name.</summary>
    internal GroupUnderTest With(string name, string? check = null, string? reload = null, bool allowEmpty = false, string? wait = null)
    {
        _templates.Add(new TemplateSettings
        {
            Contents = $"{{{{ key(\"{name}\") }}}}",
            Destination = Directory.Path(name),
            OutputGroup = "group",
            Check = Directory.Command(check),
            Command = Directory.Command(reload),
            AllowEmpty = allowEmpty,
            Wait = wait is null ? null : QuiescencePeriod.Parse(wait),
        });
        return this;
    }

    /// <summary>Evaluates with these keys and applies.</summary>
    internal async Task<ApplyOutcome> ApplyAsync(CancellationToken cancellationToken, params (string Key, string Value)[] keys)
    {
        Evaluate(keys);
        return await Group.ApplyAsync(cancellationToken);
    }

    internal void Evaluate(params (string Key, string Value)[] keys) => Group.Evaluate(
        keys.Aggregate(Snapshot.Empty, (snapshot, key) => snapshot.With(new Reading(new KeyValue(key.Key), 1, key.Value, DateTimeOffset.UnixEpoch))));

    public void Dispose()
    {
        _group?.Dispose();
        Directory.Dispose();
    }
}
