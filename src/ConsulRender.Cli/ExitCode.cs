using System.Diagnostics.CodeAnalysis;

namespace ConsulRender.Cli;

/// <summary>The only place with exit numbers; 12, 13 and 15 are consul-template's own for the same things.</summary>
[SuppressMessage("Design", "CA1069", Justification = "Those that are 1 come from different commands.")]
internal enum ExitCode
{
    /// <summary>Every file is in place, or the daemon was told to stop.</summary>
    Success = 0,

    /// <summary>A bug in consulrender.</summary>
    Unexpected = 1,

    /// <summary><c>check</c> found something; 1 is what every linter says then, and a bug says so on standard error.</summary>
    Findings = 1,

    /// <summary><c>plan</c> could not tell what would change; standard error says why.</summary>
    Plan = 1,

    /// <summary><c>status</c> found a daemon that is degraded or waits for something.</summary>
    Unhealthy = 1,

    /// <summary><c>plan</c> found that something would change.</summary>
    Changes = 2,

    /// <summary>SIGINT, SIGTERM, SIGHUP or <c>kill_signal</c> came before <c>-once</c> was finished.</summary>
    Interrupted = 12,

    /// <summary>A flag that does not exist, or one with a wrong value.</summary>
    Usage = 13,

    /// <summary>Settings or a fixture that cannot be read or used.</summary>
    Settings = 15,

    /// <summary>A template that is missing, has errors, or failed at run time.</summary>
    Template = 20,

    /// <summary>The time of <c>-timeout</c> was over before every file was in place.</summary>
    Timeout = 21,

    /// <summary>Consul refused a query (400 or 403).</summary>
    Consul = 22,

    /// <summary>A file could not be written.</summary>
    Destination = 23,

    /// <summary>A check command failed.</summary>
    Check = 24,

    /// <summary>A reload command failed.</summary>
    Reload = 25,

    /// <summary>A guard refused the text.</summary>
    Guard = 26,

    /// <summary>No daemon answered <c>status</c> or <c>release</c>.</summary>
    Unreachable = 27,
}
