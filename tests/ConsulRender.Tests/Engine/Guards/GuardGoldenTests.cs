using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Engine.Guards;

/// <summary>
/// What each guard does when a change is refused, held, released and when its time runs out: a transcript of each in <c>Golden/</c>.
/// <c>UPDATE_GOLDEN=1</c> writes them anew.
/// </summary>
public sealed class GuardGoldenTests : IDisposable
{
    private const string Servers = "n {{ key_or_default(\"n\", \"0\") }}\n{% for i in service(\"web\") %}server {{ i.id }}\n{% endfor %}";

    private static readonly TimeSpan _hold = TimeSpan.FromMinutes(5);

    // The settings, the text, and the instances that make a change suspicious; a good one has four.
    private static readonly Dictionary<string, (GuardSettings? Guard, string Contents, string[] Bad)> _guards = new()
    {
        ["min_instances"] = (new() { MinInstances = new Dictionary<string, int> { ["web"] = 2 }, Hold = _hold }, Servers, ["a"]),
        ["hold_empty"] = (new() { HoldEmpty = _hold }, Servers, []),
        ["max_shrink"] = (new() { MaxShrink = 50, Hold = _hold }, Servers, ["a"]),
        ["max_shrink_instances"] = (new() { MaxShrinkInstances = 50, Hold = _hold }, Servers, ["a"]),
        ["require"] = (new() { Require = ["^n \\d+\n", "(?m)^server b$"], Hold = _hold }, Servers, ["a"]),
        ["forbid"] = (new() { Forbid = ["(?i)SERVER bad"], Hold = _hold }, Servers, ["a", "b", "c", "bad"]),
        ["assert"] = (new() { Hold = _hold }, Servers + "{% assert service(\"web\").size > 2, \"too few servers\" %}", ["a"]),
        ["no-time"] = (new() { MinInstances = new Dictionary<string, int> { ["web"] = 2 } }, Servers, ["a"]),
        ["empty-output"] = (null, "{% for i in service(\"web\") %}server {{ i.id }} {{ key_or_default(\"n\", \"0\") }}\n{% endfor %}", []),
        ["assert-alone"] = (null, Servers + "{% assert service(\"web\").size > 2 %}", ["a"]),
    };

    private readonly GuardUnderTest _group = new();

    private static string Folder => Path.Combine(Repository.Root, "tests", "ConsulRender.Tests", "Engine", "Guards", "Golden");

    public static TheoryData<string> Guards => [.. _guards.Keys];

    public void Dispose() => _group.Dispose();

    [Theory]
    [MemberData(nameof(Guards))]
    public async Task A_guard_refuses_what_is_suspicious(string guard)
    {
        await BeginAsync(guard);
        await BadAsync(guard);
        await EndAsync(guard, "refuse");
    }

    [Theory]
    [MemberData(nameof(Guards))]
    public async Task A_refused_change_is_held_until_the_guards_pass(string guard)
    {
        await BeginAsync(guard);
        await BadAsync(guard);
        await _group.PassAsync(TimeSpan.FromMinutes(1));
        await _group.Key("n", "1").ApplyAsync("something else changes");
        await _group.PassAsync(TimeSpan.FromMinutes(1));
        await _group.Service("web", "a", "b", "c", "d").ApplyAsync("good again");
        await EndAsync(guard, "hold");
    }

    [Theory]
    [MemberData(nameof(Guards))]
    public async Task A_refused_change_is_released_once(string guard)
    {
        await BeginAsync(guard);
        await _group.ReleaseAsync();
        await BadAsync(guard);
        await _group.PassAsync(TimeSpan.FromMinutes(1));
        await _group.ReleaseAsync();
        await _group.ReleaseAsync();
        await _group.Key("n", "1").ApplyAsync("something else changes");
        await EndAsync(guard, "release");
    }

    [Theory]
    [MemberData(nameof(Guards))]
    public async Task A_refused_change_is_let_through_when_its_time_has_run_out(string guard)
    {
        await BeginAsync(guard);
        await BadAsync(guard);
        await _group.PassAsync(TimeSpan.FromMinutes(4));
        await _group.Key("n", "1").ApplyAsync("something else changes");
        await _group.PassAsync(TimeSpan.FromSeconds(59));
        await _group.PassAsync(TimeSpan.FromSeconds(1));
        await _group.PassAsync(TimeSpan.FromHours(1));
        await _group.Key("n", "2").ApplyAsync("something else changes");
        await EndAsync(guard, "expiry");
    }

    [Fact]
    public void Every_golden_file_belongs_to_a_test() => Assert.Equal(
        _guards.Keys.SelectMany(guard => new[] { "expiry", "hold", "refuse", "release" }.Select(kind => $"{guard}.{kind}.txt")).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private async Task BeginAsync(string guard)
    {
        _group.With("out", _guards[guard].Contents, _guards[guard].Guard);
        await _group.Key("n", "0").Service("web", "a", "b", "c", "d").ApplyAsync("four instances");
    }

    private Task BadAsync(string guard) => _group.Service("web", _guards[guard].Bad).ApplyAsync($"instances: {string.Join(", ", _guards[guard].Bad)}");

    private async Task EndAsync(string guard, string kind)
    {
        var path = Path.Combine(Folder, $"{guard}.{kind}.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(path, _group.Transcript, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), _group.Transcript);
    }
}
