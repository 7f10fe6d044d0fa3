using System.Threading.Channels;
using ConsulRender.Cli.Arguments;
using ConsulRender.Cli.Systemd;
using ConsulRender.Consul;
using ConsulRender.Files;
using ConsulRender.Settings;
using ConsulRender.Templating;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli.Daemon;

/// <summary>Reads settings and templates again at a signal, and templates alone when their files change; what is bad stays out, with a line in the log. Owned by <see cref="DaemonCommand"/>.</summary>
internal sealed partial class SettingsReload(Flags flags, Job job, Runner runner, SystemdNotifier? systemd, ILogger log) : IDisposable
{
    /// <summary>The time from one look at the templates' files to the next.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly ILogger _log = log;
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Used only by RunAsync, from here on.
    private Job _job = job;
    private SourceFiles _files = job.Files;
    private Agents? _agents;

    // Whether the last settings were good but for their templates: then these are read with them when they are mended.
    private bool _isSettingsRefused;

    /// <summary>Asks for another reading; may be called at any time.</summary>
    public void Request() => _signals.Writer.TryWrite(true);

    /// <summary>Reads again whenever there is a reason, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await IsSignalledAsync(cancellationToken))
            {
                await ReloadAsync(ReadSettingsAsync, cancellationToken);
            }
            else if (_job.Settings.ReloadTemplates && _files.HaveChanged())
            {
                await _files.SettleAsync(TimeProvider.System, cancellationToken);
                await ReloadAsync(_isSettingsRefused ? ReadSettingsAsync : ReadTemplatesAsync, cancellationToken);
            }
        }
    }

    /// <summary>Closes the connections that it opened itself.</summary>
    public void Dispose() => _agents?.Dispose();

    // Whether there is a signal, or else it is time for a look at the files.
    private async Task<bool> IsSignalledAsync(CancellationToken cancellationToken)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        pause.CancelAfter(Pause);
        try
        {
            return await _signals.Reader.ReadAsync(pause.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task ReloadAsync(Func<CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        systemd?.Reloading();
        try
        {
            await read(cancellationToken);
        }
        catch (TemplateException exception)
        {
            Refuse([.. TemplateErrorText.DescribeEach(exception)]);
        }
        catch (SettingsException exception)
        {
            Refuse(exception.Problems);
        }
        catch (UsageException exception)
        {
            Refuse(exception.Problems);
        }
#pragma warning disable CA1031 // A bug here must not end a daemon whose work goes on.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogBug(exception);
        }
        finally
        {
            systemd?.Reloaded();
        }
    }

    private async Task ReadTemplatesAsync(CancellationToken cancellationToken)
    {
        if (await IsTakenAsync(_job.Settings, agents: null, cancellationToken))
        {
            LogTemplates();
        }
    }

    private async Task ReadSettingsAsync(CancellationToken cancellationToken)
    {
        var loaded = SettingsSources.Load(flags, Environment.GetEnvironmentVariable);
        foreach (var warning in loaded.Warnings)
        {
            LogWarning(warning);
        }

        var next = _job with { Settings = loaded.Settings, Agents = _job.Agents is null ? null : AgentSources.Options(loaded) };
        Agents? agents = null;
        _isSettingsRefused = true;
        try
        {
            agents = IsSameConnection(loaded.Settings) ? null : next.CreateClients(once: false, LogWarning);
            if (await IsTakenAsync(next.Settings, agents, cancellationToken))
            {
                Use(next, ref agents);
            }
        }
        finally
        {
            agents?.Dispose();
        }
    }

    private void Use(Job next, ref Agents? agents)
    {
        if (agents is not null)
        {
            _agents?.Dispose();
            _agents = agents;
            agents = null;
        }

        TellWhatWaits(next.Settings);
        _isSettingsRefused = false;
        _job = next;
        LogSettings();
    }

    private async Task<bool> IsTakenAsync(Settings.Settings settings, Agents? agents, CancellationToken cancellationToken)
    {
        var files = new SourceFiles { IsAnotherReading = true };
        var isTaken = false;
        try
        {
            var problems = await runner.ReplaceAsync(settings, agents, files, cancellationToken);
            Refuse(problems);
            isTaken = problems.Count == 0;
            return isTaken;
        }
        finally
        {
            // Only another change is worth another try; and what is in use is looked after as long as it is.
            if (!isTaken)
            {
                files.Include(_files);
            }

            _files = files;
        }
    }

    private bool IsSameConnection(Settings.Settings settings) =>
        _job.Agents is null
        || (settings.Consul == _job.Settings.Consul
            && settings.MaxStale == _job.Settings.MaxStale
            && settings.BlockQueryWait == _job.Settings.BlockQueryWait
            && settings.Agents.Count == _job.Settings.Agents.Count
            && settings.Agents.All(agent => _job.Settings.Agents.TryGetValue(agent.Key, out var known) && known == agent.Value));

    // What belongs to the process and not to its work is set up once.
    private void TellWhatWaits(Settings.Settings settings)
    {
        var before = _job.Settings;
        string[] changed =
        [
            .. settings.PidFile != before.PidFile ? ["pid_file"] : Array.Empty<string>(),
            .. settings.StateDir != before.StateDir ? ["state_dir"] : Array.Empty<string>(),
            .. settings.StateSecrets != before.StateSecrets ? ["state_secrets"] : Array.Empty<string>(),
            .. settings.StatusFile != before.StatusFile ? ["status_file"] : Array.Empty<string>(),
            .. settings.LogLevel != before.LogLevel ? ["log_level"] : Array.Empty<string>(),
            .. settings.LogFormat != before.LogFormat ? ["log_format"] : Array.Empty<string>(),
            .. settings.LogFile != before.LogFile ? ["log_file"] : Array.Empty<string>(),
            .. settings.Syslog != before.Syslog ? ["syslog"] : Array.Empty<string>(),
            .. settings.KillSignal != before.KillSignal ? ["kill_signal"] : Array.Empty<string>(),
            .. settings.ReloadSignal != before.ReloadSignal ? ["reload_signal"] : Array.Empty<string>(),
            .. settings.Exec != before.Exec ? ["exec"] : Array.Empty<string>(),
        ];
        if (changed.Length > 0)
        {
            LogWaits(string.Join(", ", changed));
        }
    }

    private void Refuse(IReadOnlyList<string> problems)
    {
        foreach (var problem in problems)
        {
            LogRefused(problem);
        }
    }

    [LoggerMessage(LogLevel.Information, "read settings and templates again; they are in use")]
    private partial void LogSettings();

    [LoggerMessage(LogLevel.Information, "read changed templates again; they are in use")]
    private partial void LogTemplates();

    [LoggerMessage(LogLevel.Error, "not taken, what was in use before stays: {Problem}")]
    private partial void LogRefused(string problem);

    [LoggerMessage(LogLevel.Error, "unexpected, which is a bug in consulrender; what was in use before stays")]
    private partial void LogBug(Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    private partial void LogWarning(string warning);

    [LoggerMessage(LogLevel.Warning, "{Keys} changed, which takes effect at the next start")]
    private partial void LogWaits(string keys);
}
