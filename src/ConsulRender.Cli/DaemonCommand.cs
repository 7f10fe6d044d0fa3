using ConsulRender.Consul;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli;

/// <summary>Keeps the files up to date until SIGTERM or SIGINT; owns signals and the process's exit through the host.</summary>
internal static class DaemonCommand
{
    /// <summary>Runs until a signal comes.</summary>
    public static async Task<ExitCode> RunAsync(Job job)
    {
        using var client = job.CreateClient(maxConnections: null);
        using var logging = Logging.CreateFactory(job.Settings.LogLevel);
        var log = logging.CreateLogger("consulrender");

        // Made before the host, so that a template with errors ends the start with its own exit code.
        var runner = job.CreateRunner(client, once: false, log);
        using var service = new RunnerService(runner, log);
        using var host = CreateHost(service, logging);
        await host.RunAsync();
        return service.Failed ? ExitCode.Unexpected : ExitCode.Success;
    }

    private static IHost CreateHost(RunnerService service, ILoggerFactory logging)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "consulrender" });
        builder.Services.AddSingleton(logging);
        builder.Services.AddSingleton<IHostedService>(service);

        // A reload that has begun is finished, or undone; its timeout bounds that, and the host's 30 s would leave the files of a failed one in place.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        return builder.Build();
    }
}
