using ConsulRender;
using ConsulRender.Cli;
using ConsulRender.Cli.Arguments;
using ConsulRender.Consul;
using ConsulRender.Consul.Fixtures;
using ConsulRender.Settings;
using ConsulRender.State;
using ConsulRender.Templating;

return (int)await RunAsync(args);

static async Task<ExitCode> RunAsync(string[] arguments)
{
    try
    {
        return arguments switch
        {
            [Commands.Check, .. var rest] => CheckCommand.Run(rest, Environment.GetEnvironmentVariable, Console.Out),
            [Commands.Plan, .. var rest] => await PlanCommand.RunAsync(rest, Environment.GetEnvironmentVariable, Console.Out),
            [Commands.Settings, .. var rest] => SettingsCommand.Run(rest, Environment.GetEnvironmentVariable, Console.Out),
            [(Commands.Status or Commands.Release or Commands.Rollback or Commands.Versions) and var command, .. var rest] => await ControlCommand.RunAsync(command, rest, Environment.GetEnvironmentVariable, Console.Out),
            [Commands.Completion, .. var rest] => CompletionCommand.Run(rest, Console.Out),
            [var other, ..] when !other.StartsWith('-') => throw new UsageException([Commands.Unknown(other, FlagTable.In(FlagTable.Groups).Select(flag => flag.Name))]),
            _ => await RunProgramAsync(Flags.Parse(arguments)),
        };
    }
    catch (UsageException exception)
    {
        return ErrorLines.Print(ExitCode.Usage, exception.Problems);
    }
    catch (SettingsException exception)
    {
        return ErrorLines.Print(exception.IsCommandLine ? ExitCode.Usage : ExitCode.Settings, exception.Problems);
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

static async Task<ExitCode> RunProgramAsync(Flags flags)
{
    if (flags.Has(FlagTable.Help) || flags.Has(FlagTable.Version))
    {
        await Console.Out.WriteAsync(flags.Has(FlagTable.Help) ? HelpText.Text : $"consulrender {ProgramVersion.Text}\n");
        return ExitCode.Success;
    }

    SocketTuning.Apply();
    var path = flags.Value(FlagTable.Snapshot);
    if (path is null)
    {
        HeadStart.Begin();
    }

    var loaded = SettingsSources.Load(flags, Environment.GetEnvironmentVariable);
    if (loaded.Settings.Parseonly)
    {
        return CheckCommand.Run(flags, Variables.Read(Environment.GetEnvironmentVariable), asJson: false, isStrict: false, Console.Out);
    }

    var isOnce = loaded.Settings.Once || path is not null;
    var timeout = SettingsSources.Timeout(flags, isOnce);
    var allowStale = SettingsSources.AllowStale(flags, isOnce);
    var snapshot = path is null ? Snapshot.Empty : Snapshot.Load(path);
    var job = new Job(loaded.Settings, snapshot, path is null ? AgentSources.Options(loaded) : null, flags.Has(FlagTable.Dry))
    {
        Warnings = loaded.Warnings,
        AllowStale = allowStale,
        State = StateDirectory.Find(loaded.Settings.StateDir, Environment.GetEnvironmentVariable, Environment.IsPrivilegedProcess),
    };

    // What only a daemon needs, such as its log, is not made for a short run, which it would slow down.
    return isOnce ? await OnceCommand.RunAsync(job, timeout) : await DaemonCommand.RunAsync(flags, job);
}
