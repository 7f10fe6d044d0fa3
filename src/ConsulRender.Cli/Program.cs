using ConsulRender;
using ConsulRender.Cli;
using ConsulRender.Consul;
using ConsulRender.Settings;
using ConsulRender.Templating;

return (int)await RunAsync(args);

static async Task<ExitCode> RunAsync(string[] arguments)
{
    try
    {
        if (arguments is [CheckCommand.Name, .. var rest])
        {
            return CheckCommand.Run(rest, Console.Out);
        }

        var flags = FlagsParser.Parse(arguments);
        if (flags.Help || flags.Version)
        {
            await Console.Out.WriteAsync(flags.Help ? HelpText.Text : $"consulrender {ProgramVersion.Text}\n");
            return ExitCode.Success;
        }

        SocketTuning.Apply();
        var timeout = SettingsSources.Timeout(flags);
        var settings = SettingsSources.Merge(flags, Environment.GetEnvironmentVariable);
        var snapshot = flags.Snapshot is { } path ? Snapshot.Load(path) : Snapshot.Empty;
        var agents = flags.Snapshot is null ? new AgentSources(flags, Environment.GetEnvironmentVariable).Options(settings) : null;
        var job = new Job(settings, snapshot, agents, flags.Dry);

        // What only a daemon needs, such as its log, is not made for a short run, which it would slow down.
        return flags.Once || flags.Snapshot is not null
            ? await OnceCommand.RunAsync(job, timeout)
            : await DaemonCommand.RunAsync(job);
    }
    catch (UsageException exception)
    {
        return ErrorLines.Print(ExitCode.Usage, exception.Problems);
    }
    catch (SettingsException exception)
    {
        return ErrorLines.Print(ExitCode.Settings, exception.Problems);
    }
    catch (FixtureException exception)
    {
        return ErrorLines.Print(ExitCode.Settings, [exception.Message]);
    }
    catch (TemplateException exception)
    {
        return ErrorLines.Print(ExitCode.Template, TemplateErrorText.DescribeEach(exception));
    }
#pragma warning disable CA1031 // The last stop of every exception: a bug is told with its trace, and has its own exit code.
    catch (Exception exception)
#pragma warning restore CA1031
    {
        return ErrorLines.Print(ExitCode.Unexpected, [$"unexpected, which is a bug in consulrender: {exception}"]);
    }
}
