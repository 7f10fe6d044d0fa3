using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Groups;
using ConsulRender.Settings;
using ConsulRender.Timing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Groups;

/// <summary>A group in a directory of its own, whose commands write what they see to a log; owned by one test.</summary>
internal sealed class GroupUnderTest : IDisposable
{
    private OutputGroup? _group;

    internal TemporaryDirectory Directory { get; init; } = new();

    internal List<TemplateSettings> Templates { get; init; } = [];

    internal FakeTimeProvider Clock { get; init; } = new();

    internal OutputGroup Group => _group ??= OutputGroups.Create(new ConsulRender.Settings.Settings { Template = Templates }, Clock).Single();

    /// <summary>What the commands wrote, a line each.</summary>
    internal IReadOnlyList<string> Log => Directory.Log;

    /// <summary>Everything in the directory but the log.</summary>
    internal IEnumerable<string> Names => Directory.Names.Where(name => name != "log");

    /// <summary>Adds a template whose text is the key of the same name, unless it has contents.</summary>
    internal GroupUnderTest With(string name, string? check = null, string? reload = null, bool allowEmpty = false, string? wait = null,
        string? contents = null, string? forEach = null, string? destination = null)
    {
        Templates.Add(new TemplateSettings
        {
            Contents = contents ?? $"{{{{ key(\"{name}\") }}}}",
            Destination = destination ?? Directory.Path(name),
            ForEach = forEach,
            OutputGroup = "group",
            Check = Directory.Command(check),
            Command = Directory.Command(reload),
            AllowEmpty = allowEmpty,
            Wait = wait is null ? null : QuiescencePeriod.Parse(wait),
        });
        return this;
    }

    /// <summary>Adds a template whose text is the key of the same name, with whatever else the settings may say of it.</summary>
    internal GroupUnderTest With(string name, Func<TemplateSettings, TemplateSettings> set)
    {
        With(name);
        Templates[^1] = set(Templates[^1]);
        return this;
    }

    /// <summary>Evaluates with these keys and applies.</summary>
    internal async Task<ApplyOutcome> ApplyAsync(CancellationToken cancellationToken, params (string Key, string Value)[] keys)
    {
        Evaluate(keys);
        return await ApplyAsync(cancellationToken);
    }

    /// <summary>Applies what was evaluated last.</summary>
    internal async Task<ApplyOutcome> ApplyAsync(CancellationToken cancellationToken)
    {
        var round = new ReloadRound();
        await round.SwapAsync(Group, cancellationToken);
        var outcome = Assert.Single(await round.ReloadAsync()).Outcome;
        Group.Settle(outcome);
        return outcome;
    }

    /// <summary>Says that a key has a new value.</summary>
    internal void Touch(string key) => Group.Touch(new KeyValue(key), Clock.GetTimestamp());

    internal bool IsApplyDue => Group.IsApplyDueAt(Clock.GetTimestamp());

    internal void Evaluate(params (string Key, string Value)[] keys) => Group.Evaluate(
        keys.Aggregate(Snapshot.Empty, (snapshot, key) => snapshot.With(new Reading(new KeyValue(key.Key), 1, key.Value, DateTimeOffset.UnixEpoch))), Clock.GetTimestamp());

    public void Dispose()
    {
        _group?.Dispose();
        Directory.Dispose();
    }
}
