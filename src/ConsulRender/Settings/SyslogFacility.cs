namespace ConsulRender.Settings;

/// <summary>A facility of syslog by its name and its number; immutable.</summary>
/// <param name="Name">Such as <c>LOCAL0</c>.</param>
/// <param name="Number">Such as 16.</param>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc5424#section-6.2.1"/>
public sealed record SyslogFacility(string Name, int Number)
{
    /// <summary>What a settings file must say instead of a facility that there is not.</summary>
    public const string Expected = "not a syslog facility; write KERN, USER, MAIL, DAEMON, AUTH, SYSLOG, LPR, NEWS, UUCP, CRON, AUTHPRIV, FTP or LOCAL0 to LOCAL7";

    /// <summary>The facility of that name, in any case; null when there is none.</summary>
    public static SyslogFacility? Parse(string text)
    {
        var name = text.ToUpperInvariant();
        return NumberOf(name) is var number and >= 0 ? new SyslogFacility(name, number) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static int NumberOf(string name) => name switch
    {
        "KERN" => 0,
        "USER" => 1,
        "MAIL" => 2,
        "DAEMON" => 3,
        "AUTH" => 4,
        "SYSLOG" => 5,
        "LPR" => 6,
        "NEWS" => 7,
        "UUCP" => 8,
        "CRON" => 9,
        "AUTHPRIV" => 10,
        "FTP" => 11,
        ['L', 'O', 'C', 'A', 'L', >= '0' and <= '7'] => 16 + (name[5] - '0'),
        _ => -1,
    };
}
