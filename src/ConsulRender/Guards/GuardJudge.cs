using System.Globalization;
using ConsulRender.Consul;
using ConsulRender.Groups;
using ConsulRender.Planning;
using ConsulRender.Settings;
using ConsulRender.Templating;

namespace ConsulRender.Guards;

/// <summary>Finds what one template's guards have against one change. Made for one judgement.</summary>
internal sealed class GuardJudge(Guard guard, Candidate candidate, IReadOnlyList<PendingFile> files)
{
    private readonly GuardSettings _settings = guard.Settings;

    /// <summary>The lines of each text, by the path of its file.</summary>
    public static Dictionary<string, long> Lines(IEnumerable<PendingFile> files)
    {
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (file.Text is { } text)
            {
                lines[file.Destination.Path] = LineCount.Of(text);
            }
        }

        return lines;
    }

    /// <summary>That there is nothing in a text, which no time makes right.</summary>
    public GuardRefusal Blank(string message, int place) => Refusal(GuardKind.Empty, $"{place}", message) with { Hold = TimeSpan.Zero };

    private GuardRefusal Refusal(GuardKind kind, string subject, string message) =>
        new(new GuardReason(guard.Template, kind, subject), message, _settings.Hold);

    /// <summary>The services with fewer instances than are wanted.</summary>
    public IEnumerable<GuardRefusal> TooFewInstances()
    {
        if (_settings.MinInstances.Count == 0)
        {
            yield break;
        }

        var counts = new InstanceCounts(candidate.Readings);
        foreach (var (service, least) in _settings.MinInstances)
        {
            if (counts.Of(service) is var count && count < least)
            {
                yield return Refusal(GuardKind.MinInstances, service, $"{guard.Template}: min_instances: the answers have {Number(count, "instance")} of {Quoted(service)}, and {least} {(least == 1 ? "is" : "are")} the least");
            }
        }
    }

    /// <summary>That an answer is empty and not believed yet.</summary>
    public GuardRefusal Empty((Dependency Dependency, Moment Since) empty) =>
        new(
            new GuardReason(guard.Template, GuardKind.HoldEmpty, empty.Dependency.ToString()),
            $"{guard.Template}: hold_empty: {empty.Dependency} had data and has had none since {empty.Since}; that is believed after {GoDuration.Format(_settings.HoldEmpty)}",
            _settings.HoldEmpty)
        {
            Since = empty.Since,
        };

    /// <summary>The files that lose too many lines, and that too many files go.</summary>
    /// <param name="before">The lines of each file when it was accepted; null when only the files themselves tell.</param>
    /// <param name="now">The lines of each file of the change.</param>
    public IEnumerable<GuardRefusal> Shrinking(IReadOnlyDictionary<string, long>? before, IReadOnlyDictionary<string, long> now)
    {
        if (_settings.MaxShrink is not { } share)
        {
            yield break;
        }

        var (known, removed) = (0, 0);
        foreach (var file in files)
        {
            var path = file.Destination.Path;
            if ((before?.TryGetValue(path, out var accepted) == true ? accepted : LineCount.OfFile(path)) is not { } lines)
            {
                continue;
            }

            known++;
            if (file.Text is null)
            {
                removed++;
            }
            else if (IsTooMuch(lines, now[path], share))
            {
                yield return Refusal(GuardKind.MaxShrink, path, $"{path}: max_shrink: of {Number(lines, "line")} {now[path]} would be left; at most {share}% may go");
            }
        }

        if (IsTooMuch(known, known - removed, share))
        {
            yield return Refusal(GuardKind.MaxShrink, "", $"{guard.Template}: max_shrink: of {Number(known, "file")} {known - removed} would be left; at most {share}% may go");
        }
    }

    /// <summary>The services that lose too many instances.</summary>
    /// <param name="accepted">The readings to compare with; what the template does not ask for any more has not shrunk.</param>
    public IEnumerable<GuardRefusal> ShrinkingServices(IEnumerable<Reading> accepted)
    {
        if (_settings.MaxShrinkInstances is not { } share)
        {
            yield break;
        }

        var before = new InstanceCounts(accepted);
        var now = new InstanceCounts(candidate.Readings);
        foreach (var service in before.Services)
        {
            if (IsTooMuch(before.Of(service), now.Of(service), share))
            {
                yield return Refusal(GuardKind.MaxShrinkInstances, service, $"{guard.Template}: max_shrink_instances: of {Number(before.Of(service), "instance")} of {Quoted(service)} {now.Of(service)} would be left; at most {share}% may go");
            }
        }
    }

    /// <summary>What is not found in the texts and should be, and the other way round.</summary>
    public IEnumerable<GuardRefusal> Texts() => guard.Required.Count + guard.Forbidden.Count == 0
        ? []
        : files.SelectMany(file => file.Text is { } text ? Text(file.Destination.Path, text.ToString()) : []);

    /// <summary>What the template itself found wrong.</summary>
    public IEnumerable<GuardRefusal> Asserts() => candidate.Rendering.FailedAsserts.Select(failed =>
        Refusal(GuardKind.Assert, failed.Position.ToString(), $"{failed.Position}: assert: {failed.Message}"));

    private IEnumerable<GuardRefusal> Text(string path, string text)
    {
        foreach (var pattern in guard.Required)
        {
            if (Search(pattern, text, out var problem) is null)
            {
                yield return Refusal(GuardKind.Require, $"{path}: {pattern.Source}", $"{path}: require: {problem ?? "nothing in the text matches"} {Quoted(pattern.Source)}");
            }
        }

        foreach (var pattern in guard.Forbidden)
        {
            if (Search(pattern, text, out var problem) is var line && (line is not null || problem is not null))
            {
                yield return Refusal(GuardKind.Forbid, $"{path}: {pattern.Source}", $"{path}: forbid: {problem ?? $"line {line} matches"} {Quoted(pattern.Source)}");
            }
        }
    }

    // What takes too long is refused by either: nobody knows.
    private static int? Search(TextPattern pattern, string text, out string? problem)
    {
        problem = null;
        try
        {
            return pattern.FindLine(text);
        }
        catch (InvalidOperationException exception)
        {
            problem = $"{exception.Message}:";
            return null;
        }
    }

    private static bool IsTooMuch(long before, long now, int share) => (before - now) * 100 > before * share;

    private static string Number(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Quoted(string text) => $"\"{SafeText.Of(text)}\"";
}
