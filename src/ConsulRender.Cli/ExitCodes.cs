using ConsulRender.Groups;

namespace ConsulRender.Cli;

/// <summary>The exit code of each failure of a group. Stateless.</summary>
internal static class ExitCodes
{
    /// <summary>The exit code of a failure.</summary>
    public static ExitCode Of(FailureKind failure) => failure switch
    {
        FailureKind.Template => ExitCode.Template,
        FailureKind.Consul => ExitCode.Consul,
        FailureKind.Guard => ExitCode.Guard,
        FailureKind.Destination => ExitCode.Destination,
        FailureKind.Check => ExitCode.Check,
        FailureKind.Reload => ExitCode.Reload,
        _ => ExitCode.Unexpected,
    };
}
