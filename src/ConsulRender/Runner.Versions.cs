using System.Globalization;
using ConsulRender.Control;
using ConsulRender.Groups;
using ConsulRender.State;
using ConsulRender.Versions;
using Microsoft.Extensions.Logging;

namespace ConsulRender;

/// <content>Earlier versions of a group's files: kept with each change, and put in place when somebody asks for it; then the group is held.</content>
public sealed partial class Runner
{
    /// <summary>Puts an earlier version of a group's files in place and holds the group there; may be called at any time.</summary>
    /// <param name="group">Its name.</param>
    /// <param name="version">The version's number; null for the newest.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<OrderAnswer> RollBackAsync(string group, int? version, CancellationToken cancellationToken) => AskAsync(new Order.RollBack(group, version), cancellationToken);

    /// <summary>Lists the earlier versions of a group; may be called at any time.</summary>
    /// <param name="group">Its name.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<OrderAnswer> VersionsAsync(string group, CancellationToken cancellationToken) => AskAsync(new Order.Versions(group), cancellationToken);

    // Files of items come and go with their items, so groups that have any are not kept.
    private static void KeepVersions(OutputGroup group, StateDirectory state, string key, bool isAnyHeld)
    {
        var canKeep = group.VersionsToKeep > 0 && group.Files.All(file => file.Items is null);
        group.Keep(canKeep ? new GroupVersions(state, key, group.VersionsToKeep) : null, isAnyHeld ? Rollback.Read(state, key) : null);
    }

    private void TellHeld()
    {
        foreach (var group in _groups)
        {
            if (group.RolledBack is { } rolledBack)
            {
                LogHeld(group.Name, rolledBack);
            }
        }
    }

    private static OrderAnswer ListVersions(OutputGroup group)
    {
        if (group.Versions is not { } versions)
        {
            return new OrderAnswer.Refused($"{group.Name}: no versions are kept; set keep_versions");
        }

        var lines = versions.List().Select(version => string.Create(
            CultureInfo.InvariantCulture,
            $"{version.Number}  replaced {Rfc3339.Format(version.Replaced)}  {string.Join(", ", version.Files.Select(file => file.Stored is null ? $"{file.Path} (not there)" : file.Path))}"));
        return new OrderAnswer.Done(string.Join('\n', lines.DefaultIfEmpty($"{group.Name}: there is no earlier version yet")));
    }

    private async Task<OrderAnswer> RollBackAsync(OutputGroup group, int? number, CancellationToken cancellationToken)
    {
        if (group.Versions is not { } versions)
        {
            return new OrderAnswer.Refused($"{group.Name}: no versions are kept; set keep_versions");
        }

        var all = versions.List();
        if (all.FirstOrDefault(version => number is null || version.Number == number) is not { } found)
        {
            return new OrderAnswer.Refused(all.Count == 0
                ? $"{group.Name}: there is no earlier version yet"
                : string.Create(CultureInfo.InvariantCulture, $"{group.Name}: there is no version {number}; there are {string.Join(", ", all.Select(version => version.Number))}"));
        }

        IReadOnlyList<PendingFile> files = [];
        try
        {
            files = group.FilesOf(found);
            return await PutAsync(group, found, files, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new OrderAnswer.Failed(FailureKind.Destination, $"{group.Name}: version {found.Number.ToString(CultureInfo.InvariantCulture)} cannot be read: {exception.Message.TrimEnd('.')}");
        }
        finally
        {
            foreach (var file in files)
            {
                file.Text?.Dispose();
            }
        }
    }

    // A change like any other, but with texts that are known to have been good, and judged by no guard.
    private async Task<OrderAnswer> PutAsync(OutputGroup group, GroupVersion version, IReadOnlyList<PendingFile> files, CancellationToken cancellationToken)
    {
        var round = new ReloadRound();
        Volatile.Write(ref _applyLimit, _timeProvider.GetTimestamp() + (long)((group.LongestRollback() + _slack).TotalSeconds * _timeProvider.TimestampFrequency));
        try
        {
            await round.SwapAsync(group, cancellationToken, files);
            var outcome = (await ReloadAsync(round))[0].Outcome;
            var rollback = new Rollback(version.Number, _timeProvider.GetUtcNow());
            group.Settle(outcome, rollback);
            if (outcome is ApplyOutcome.Failed failed)
            {
                Tell(failed);
                return new OrderAnswer.Failed(failed.Kind, failed.Message);
            }

            Child?.Change();
            LogHeld(group.Name, rollback);
            var wrote = outcome is ApplyOutcome.Applied applied ? Wrote(applied) : "every file was so already";
            return new OrderAnswer.Done($"{group.Name}: {rollback}; {wrote}\nit stays until 'consulrender release {group.Name}'{NotKept(group, rollback)}");
        }
        finally
        {
            Volatile.Write(ref _applyLimit, 0);
        }
    }

    private string NotKept(OutputGroup group, Rollback rollback)
    {
        try
        {
            rollback.Write(_options.State!, GroupKey.Of(group), group.Name);
            return "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $", or until the daemon ends, because that could not be written down: {exception.Message.TrimEnd('.')}";
        }
    }

    // Returns why it cannot be forgotten; null when it is.
    private string? Forget(OutputGroup group)
    {
        try
        {
            Rollback.Remove(_options.State!, GroupKey.Of(group));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{group.Name}: the hold cannot be removed from {_options.State!.HoldsFolder}: {exception.Message.TrimEnd('.')}";
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Group}: {Rollback}, and held there; 'consulrender release {Group}' makes it follow the data again")]
    private partial void LogHeld(string group, Rollback rollback);
}
