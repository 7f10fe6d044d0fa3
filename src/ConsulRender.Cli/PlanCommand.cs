using ConsulRender.Cli.Arguments;
using ConsulRender.Cli.Logging;
using ConsulRender.Cli.Progress;
using ConsulRender.Consul;
using ConsulRender.Groups;
using ConsulRender.Planning;
using ConsulRender.Settings;
using ConsulRender.Templating;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli;

/// <summary>Shows what a run would change on the disk; writes no file and runs no command.</summary>
internal static class PlanCommand
{
    /// <summary>Does what the command line says.</summary>
    /// <exception cref="UsageException">The command line cannot be used.</exception>
    /// <exception cref="ConsulRender.Settings.SettingsException">The settings cannot be used.</exception>
    /// <exception cref="FixtureException">The snapshot cannot be used.</exception>
    public static async Task<ExitCode> RunAsync(string[] arguments, Func<string, string?> environment, TextWriter output)
    {
        var flags = new Flags(FlagsParser.Parse(arguments, [.. FlagTable.Groups, FlagTable.OfPlan], "consulrender plan -h"));
        if (flags.Has(FlagTable.Help))
        {
            await output.WriteAsync(HelpText.Plan);
            return ExitCode.Success;
        }

        var loaded = SettingsSources.Load(flags, environment);
        _ = SettingsSources.AllowStale(flags, isOnce: false);
        var path = flags.Value(FlagTable.Snapshot);
        var job = new Job(loaded.Settings, path is null ? Snapshot.Empty : Snapshot.Load(path), path is null ? AgentSources.Options(loaded) : null, Dry: false) { Warnings = loaded.Warnings };
        var color = !flags.Has(FlagTable.NoColor) && WantsColor(!Console.IsOutputRedirected, environment);
        return await RunAsync(job, SettingsSources.Timeout(flags, isOnce: true), output, color);
    }

    /// <summary>Prints the differences to the output and the summary to standard error.</summary>
    /// <param name="job">What is to be planned; whether it is dry does not matter.</param>
    /// <param name="timeout">How long it may take; null for as long as it needs.</param>
    /// <param name="output">Where the differences go.</param>
    /// <param name="color">Whether they are coloured.</param>
    public static async Task<ExitCode> RunAsync(Job job, TimeSpan? timeout, TextWriter output, bool color)
    {
        using var interrupted = new CancellationTokenSource();
        using var signals = new ProcessSignals();
        signals.On(SignalName.Terminate, interrupted.Cancel);
        signals.On(SignalName.Interrupt, interrupted.Cancel);
        using var expired = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupted.Token, expired.Token);
        using var agents = job.CreateClients(once: true);
        using var log = new LazyLogger(job.Settings);
        SettingsWarnings.Tell(job.Warnings, log);
        var files = new List<PlannedFile>();
        await using var progress = ProgressDisplay.OnTerminal();
        Runner runner;
        try
        {
            runner = Create(job, files, agents, progress is null ? log : new ProgressLog(log, progress), progress is null ? null : progress.Update);
        }
        catch (TemplateException exception)
        {
            return ErrorLines.Print(ExitCode.Plan, TemplateErrorText.DescribeEach(exception));
        }

        try
        {
            await ProgressDisplay.UntilEndAsync(progress, runner.RunAsync(stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return interrupted.IsCancellationRequested
                ? ErrorLines.Print(ExitCode.Interrupted, ["interrupted before everything was there to plan with"])
                : ErrorLines.Print(ExitCode.Plan, OnceCommand.TimedOut(runner.Status, timeout!.Value));
        }

        await output.WriteAsync(PlanText.Of(files, color));
        return Report(runner.Status, files);
    }

    /// <summary>Whether differences are coloured when nobody forbids it: on a terminal that knows colours, unless the user never wants any.</summary>
    /// <seealso href="https://no-color.org/"/>
    public static bool WantsColor(bool isTerminal, Func<string, string?> environment) =>
        isTerminal && string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") is not ("dumb" or null or "");

    private static Runner Create(Job job, List<PlannedFile> files, Agents? agents, ILogger log, Action<RunnerStatus>? published) => Runner.Create(
        job.Settings,
        new RunnerOptions { Once = true, Planned = files.Add, Snapshot = job.Snapshot, Published = published },
        agents,
        TimeProvider.System,
        log);

    private static ExitCode Report(RunnerStatus status, List<PlannedFile> files)
    {
        var failures = status.Groups.Select(group => group.Outcome).OfType<ApplyOutcome.Failed>().ToList();
        ErrorLines.Print(ExitCode.Plan, failures.Select(failure => failure.Message));
        var changed = files.Count(file => file.IsChanged);
        Console.Error.WriteLine(Summary(changed, files.Count - changed, failures.Count));
        return failures.Exists(failure => failure.IsFatal) ? ExitCode.Plan : changed > 0 ? ExitCode.Changes : ExitCode.Success;
    }

    /// <summary>Such as <c>2 files would change, 1 is up to date</c>.</summary>
    internal static string Summary(int changed, int same, int failed)
    {
        var text = $"{(changed == 0 ? "no file" : changed == 1 ? "1 file" : $"{changed} files")} would change, {same} {(same == 1 ? "is" : "are")} up to date";
        return failed == 0 ? text : $"{text}; {failed} {(failed == 1 ? "group" : "groups")} of files failed";
    }
}
