namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>The exit codes as scripts out there rely on them; written out again here so that no change of the product goes unseen.</summary>
public static class ExitCodes
{
    /// <summary>Every file is in place, or a daemon was told to stop.</summary>
    public const int Success = 0;

    /// <summary>The check of settings and templates found something.</summary>
    public const int Findings = 1;

    /// <summary>A daemon that was asked is degraded or waits.</summary>
    public const int Unhealthy = 1;

    /// <summary>Stopped by a signal before every file was in place.</summary>
    public const int Interrupted = 12;

    /// <summary>A flag that does not exist, or has no meaning.</summary>
    public const int Usage = 13;

    /// <summary>Settings or fixture: unreadable, malformed, an unknown key.</summary>
    public const int Settings = 15;

    /// <summary>A template that is missing, does not parse or fails.</summary>
    public const int Template = 20;

    /// <summary>The time for -once ran out.</summary>
    public const int Timeout = 21;

    /// <summary>Consul refused the question.</summary>
    public const int Consul = 22;

    /// <summary>The destination cannot be written.</summary>
    public const int Destination = 23;

    /// <summary>The check command said no.</summary>
    public const int Check = 24;

    /// <summary>The reload command failed.</summary>
    public const int Reload = 25;

    /// <summary>A guard refused the text.</summary>
    public const int Refused = 26;

    /// <summary>There is no daemon to ask.</summary>
    public const int Unreachable = 27;
}
