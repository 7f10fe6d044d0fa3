using System.CommandLine;
using ConsulRender.Consul;
using ConsulRender.Settings;
using ConsulRender.Templating;

namespace ConsulRender.Cli;

/// <summary>Reads the command line in Go's style: one dash or two, <c>-flag value</c> or <c>-flag=value</c>. Used once.</summary>
internal sealed class FlagsParser
{
    private const string Help = "consulrender -h";

    private readonly Option<bool> _help = new("--help", "-help", "-h", "--h");
    private readonly Option<bool> _version = new("--version", "-version", "-v", "--v");
    private readonly Option<bool> _once = new("--once", "-once");
    private readonly Option<bool> _dry = new("--dry", "-dry");
    private readonly Option<string?> _config = new("--config", "-config");
    private readonly Option<string[]> _template = new("--template", "-template") { AllowMultipleArgumentsPerToken = false };
    private readonly Option<string?> _consulAddress = new("--consul-addr", "-consul-addr");
    private readonly Option<string?> _consulToken = new("--consul-token", "-consul-token");
    private readonly Option<string?> _consulTokenFile = new("--consul-token-file", "-consul-token-file");
    private readonly Option<string?> _consulAuth = new("--consul-auth", "-consul-auth");
    private readonly Option<bool> _ssl = new("--consul-ssl", "-consul-ssl");
    private readonly Option<bool> _sslVerify = new("--consul-ssl-verify", "-consul-ssl-verify");
    private readonly Option<string?> _sslCaCert = new("--consul-ssl-ca-cert", "-consul-ssl-ca-cert");
    private readonly Option<string?> _sslCaPath = new("--consul-ssl-ca-path", "-consul-ssl-ca-path");
    private readonly Option<string?> _sslCert = new("--consul-ssl-cert", "-consul-ssl-cert");
    private readonly Option<string?> _sslKey = new("--consul-ssl-key", "-consul-ssl-key");
    private readonly Option<string?> _sslServerName = new("--consul-ssl-server-name", "-consul-ssl-server-name");
    private readonly Option<string?> _snapshot = new("--snapshot", "-snapshot");
    private readonly Option<string?> _wait = new("--wait", "-wait");
    private readonly Option<string?> _timeout = new("--timeout", "-timeout");
    private readonly Option<string?> _logLevel = new("--log-level", "-log-level");

    private readonly Command _command;

    private FlagsParser() =>
        _command = new Command("consulrender")
        {
            _help, _version, _once, _dry, _config, _template, _consulAddress, _consulToken, _consulTokenFile, _consulAuth,
            _ssl, _sslVerify, _sslCaCert, _sslCaPath, _sslCert, _sslKey, _sslServerName, _snapshot, _wait, _timeout, _logLevel,
        };

    /// <summary>What the arguments say.</summary>
    /// <exception cref="UsageException">Every problem of the command line.</exception>
    public static Flags Parse(string[] arguments) => new FlagsParser().Read(arguments);

    private Flags Read(string[] arguments)
    {
        if (arguments is [var first, ..] && !first.StartsWith('-'))
        {
            throw new UsageException([UnknownCommand(first)]);
        }

        var result = CommandLineProblems.Parse(_command, arguments, Help);
        return new Flags
        {
            Help = result.GetValue(_help),
            Version = result.GetValue(_version),
            Once = result.GetValue(_once),
            Dry = result.GetValue(_dry),
            Config = result.GetValue(_config),
            Templates = result.GetValue(_template) ?? [],
            Consul = Consul(result),
            Snapshot = result.GetValue(_snapshot),
            Wait = result.GetValue(_wait),
            Timeout = result.GetValue(_timeout),
            LogLevel = result.GetValue(_logLevel),
        };
    }

    private ConsulOverrides Consul(ParseResult result) => new()
    {
        Address = result.GetValue(_consulAddress),
        Token = Hidden(result, _consulToken),
        TokenFile = result.GetValue(_consulTokenFile),
        Auth = Hidden(result, _consulAuth),
        Ssl = Switch(result, _ssl),
        SslVerify = Switch(result, _sslVerify),
        SslCaCert = result.GetValue(_sslCaCert),
        SslCaPath = result.GetValue(_sslCaPath),
        SslCert = result.GetValue(_sslCert),
        SslKey = result.GetValue(_sslKey),
        SslServerName = result.GetValue(_sslServerName),
    };

    private static Secret? Hidden(ParseResult result, Option<string?> option) => result.GetValue(option) is { Length: > 0 } text ? new Secret(text) : null;

    // Whether a flag was written at all is told by its result, which exists only then.
    private static bool? Switch(ParseResult result, Option<bool> option) => result.GetResult(option) is { Implicit: false } ? result.GetValue(option) : null;

    private string UnknownCommand(string name)
    {
        var known = _command.Options.Select(option => $"-{option.Name.TrimStart('-')}").Prepend(CheckCommand.Name);
        var suggestion = Spelling.Nearest(name, known) is { } nearest ? $"did you mean {nearest}?" : $"the only one is {CheckCommand.Name} ('{Help}' lists the flags)";
        return $"unknown command '{name}'; {suggestion}";
    }
}
