using System.Globalization;
using ConsulRender.Conditions;
using ConsulRender.Control;
using ConsulRender.Templating;

namespace ConsulRender.Cli.Control;

/// <summary>Answers the requests that come to the control socket; what changes anything is done by the loop. Owned by <see cref="DaemonCommand"/>.</summary>
/// <param name="runner">The loop.</param>
/// <param name="status">How the daemon is now.</param>
internal sealed class ControlDesk(Runner runner, Func<DaemonStatus> status)
{
    /// <summary>Answers one request.</summary>
    /// <param name="request">Its words.</param>
    /// <param name="cancellationToken">Ends the waiting for the loop.</param>
    public async Task<ControlAnswer> AnswerAsync(string request, CancellationToken cancellationToken) => request.Split(ControlClient.Separator) switch
    {
        [Commands.Status, "text"] => Status(StatusPage.Of),
        [Commands.Status, "json"] => Status(now => StatusJson.Of(now)),
        [Commands.Rollback, var group] => Of(group, await runner.RollBackAsync(group, null, cancellationToken)),
        [Commands.Rollback, var group, var version] when int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
            Of(group, await runner.RollBackAsync(group, number, cancellationToken)),
        [Commands.Versions, var group] => Of(group, await runner.VersionsAsync(group, cancellationToken)),
        [Commands.Release, var group] => Of(group, await runner.ReleaseAsync(group, cancellationToken)),
        _ => ControlAnswer.Problem(ExitCode.Usage, "the daemon does not know this request; it may be of another version"),
    };

    private ControlAnswer Status(Func<DaemonStatus, string> text)
    {
        var now = status();
        return new ControlAnswer(now.Status.Condition.State == ConditionState.Healthy ? ExitCode.Success : ExitCode.Unhealthy, text(now));
    }

    private ControlAnswer Of(string group, OrderAnswer answer) => answer switch
    {
        OrderAnswer.Unknown => ControlAnswer.Problem(ExitCode.Usage, Unknown(group, [.. runner.Status.Groups.Select(known => known.Name)])),
        OrderAnswer.Refused refused => ControlAnswer.Problem(ExitCode.Usage, refused.Text),
        OrderAnswer.Failed failed => ControlAnswer.Problem(ExitCodes.Of(failed.Kind), failed.Text),
        _ => new ControlAnswer(ExitCode.Success, $"{answer.Text}\n"),
    };

    /// <summary>What is said about a group that there is not.</summary>
    internal static string Unknown(string name, IReadOnlyList<string> known)
    {
        const int Most = 20;

        // Who has forgotten the directory of a file knows its name.
        var nearest = known.FirstOrDefault(group => Path.GetFileName(group) == name) ?? Spelling.Nearest(name, known);
        var names = string.Join(", ", known.Take(Most)) + (known.Count > Most ? $" and {known.Count - Most} more" : "");
        return $"there is no group '{name}'; {(nearest is null ? $"the groups are {names}" : $"did you mean '{nearest}'?")}";
    }
}
