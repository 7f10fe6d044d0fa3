using System.Globalization;
using System.Text;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Groups;
using ConsulRender.Settings;
using ConsulRender.Tests.Engine.Groups;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Guards;

/// <summary>A group with guards, the readings that it is given, and a transcript of what became of them; owned by one test.</summary>
internal sealed class GuardUnderTest : IDisposable
{
    private readonly StringBuilder _transcript = new();
    private readonly GroupUnderTest _group;
    private Snapshot _snapshot = Snapshot.Empty;

    internal GuardUnderTest() => _group = new GroupUnderTest { Clock = Clock };

    internal JumpingClock Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 6, 0, 0, TimeSpan.Zero));

    internal OutputGroup Group => _group.Group;

    internal TemporaryDirectory Directory => _group.Directory;

    internal string Transcript => _transcript.ToString().Replace(Directory.Root, "DIR", StringComparison.Ordinal);

    internal ApplyOutcome.Failed Failure => Assert.IsType<ApplyOutcome.Failed>(Group.Outcome);

    /// <summary>The reasons of the refusal, without the directory.</summary>
    internal string Reasons => Failure.Message.Replace(Directory.Root, "DIR", StringComparison.Ordinal);

    internal bool IsApplied => Group.Outcome is ApplyOutcome.Applied;

    internal GuardUnderTest With(string name, string contents, GuardSettings? guard, Func<TemplateSettings, TemplateSettings>? set = null)
    {
        _group.With(name, template => (set ?? (same => same))(template with { Contents = contents, Guard = guard }));
        return this;
    }

    /// <summary>The instances of a service by their IDs, each on a node of its own.</summary>
    internal GuardUnderTest Service(string name, params string[] ids) => Answer(new HealthyService(name), Instances(name, ids));

    internal GuardUnderTest Names(params string[] names) =>
        Answer(new ServiceNames(), (EquatableList<ServiceName>)[.. names.Select(name => new ServiceName(name, []))]);

    internal GuardUnderTest Key(string key, string value) => Answer(new KeyValue(key), value);

    /// <summary>Gives the group a reading, as the loop does.</summary>
    internal GuardUnderTest Answer(Dependency dependency, object? value)
    {
        var reading = new Reading(dependency, 1, value, Clock.GetUtcNow());
        _snapshot = _snapshot.With(reading);
        if (Group.Used.Contains(dependency))
        {
            Group.Note(reading);
            Group.Touch(dependency, Clock.GetTimestamp(), reading.Time);
        }

        return this;
    }

    internal static EquatableList<ServiceInstance> Instances(string name, params string[] ids) =>
    [
        .. ids.Select(id => new ServiceInstance { Host = new CatalogNode { Name = $"node-{id}", Address = "10.0.0.1" }, Id = id, Name = name, Address = "10.0.0.1", Port = 80 }),
    ];

    /// <summary>Evaluates what is known.</summary>
    internal void Evaluate() => Group.Evaluate(_snapshot, Clock.GetTimestamp());

    /// <summary>Evaluates and applies what is known.</summary>
    internal async Task<GuardUnderTest> ApplyAsync()
    {
        Evaluate();
        await _group.ApplyAsync(TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>The same, and says in the transcript how it ended.</summary>
    internal async Task ApplyAsync(string what)
    {
        _transcript.Append(CultureInfo.InvariantCulture, $"> {what}\n");
        await ApplyAsync();
        Tell();
    }

    /// <summary>Lets time pass; when that makes the group due, it is evaluated and applied.</summary>
    internal async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        if (Group.IsEvaluationDue)
        {
            await ApplyAsync($"{GoDuration.Format(time)} later, when it is due");
        }
        else
        {
            _transcript.Append(CultureInfo.InvariantCulture, $"> {GoDuration.Format(time)} later\nnothing is due{(Group.Remaining is { } next ? $" for {GoDuration.Format(next)}" : "")}\n");
        }
    }

    /// <summary>Releases the group, which is evaluated and applied if that makes it due.</summary>
    internal async Task ReleaseAsync()
    {
        var isReleased = Group.Release();
        if (isReleased && Group.IsEvaluationDue)
        {
            await ApplyAsync("release");
        }
        else
        {
            _transcript.Append(CultureInfo.InvariantCulture, $"> release\nreleased: {isReleased}\n");
        }
    }

    public void Dispose() => _group.Dispose();

    private void Tell()
    {
        var outcome = Group.Outcome switch
        {
            ApplyOutcome.Failed failed => $"{(failed.IsTold ? "refused, as told before" : "refused")}: {failed.Message}{failed.Advice}",
            ApplyOutcome.Applied => "applied",
            _ => "unchanged",
        };
        _transcript.Append(outcome).Append('\n');
        if (Group.Hold is { } hold)
        {
            Assert.Equal(Assert.IsType<ApplyOutcome.Failed>(Group.Outcome).Message, string.Join('\n', hold.Reasons));
            _transcript.Append(CultureInfo.InvariantCulture, $"held since {hold.Since:HH:mm:ss}, {(hold.Expires is { } expires ? $"until {expires:HH:mm:ss}" : "by no time")}\n");
        }

        if (Group.TakeGuardEnd() is { } end)
        {
            _transcript.Append(CultureInfo.InvariantCulture, $"{(end.IsLetThrough ? "warning" : "info")}: {end.Message}\n");
        }

        foreach (var name in _group.Names.Where(name => !name.StartsWith('.')))
        {
            _transcript.Append(CultureInfo.InvariantCulture, $"{name}: {string.Join(" | ", Directory.Lines(name))}\n");
        }
    }
}

/// <summary>A clock on the wall that somebody sets, over one that never jumps. Owned by one test.</summary>
internal sealed class JumpingClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    internal TimeSpan Jump { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Jump;

    public override long GetTimestamp() => (base.GetUtcNow() - Start).Ticks;
}
