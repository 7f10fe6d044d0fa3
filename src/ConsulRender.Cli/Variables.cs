using ConsulRender.Cli.Arguments;
using ConsulRender.Settings;
using ConsulRender.Settings.Tree;

namespace ConsulRender.Cli;

/// <summary>The environment variables that Consul's own command line and consul-template honour, and our own. Stateless.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/commands#environment-variables"/>
internal static class Variables
{
    // A whole document of settings in one variable, as consul-template has it.
    private const string Document = "CT_LOCAL_CONFIG";

    // Of several that say one thing, the first that says anything counts.
    private static readonly (string Name, string[] Path)[] _texts =
    [
        ("CONSUL_HTTP_ADDR", ["consul", "address"]),
        ("CONSUL_NAMESPACE", ["consul", "namespace"]),
        ("CONSUL_PARTITION", ["consul", "partition"]),
        ("CONSUL_CACERT", ["consul", "ssl", "ca_cert"]),
        ("CONSUL_CAPATH", ["consul", "ssl", "ca_path"]),
        ("CONSUL_CLIENT_CERT", ["consul", "ssl", "cert"]),
        ("CONSUL_CLIENT_KEY", ["consul", "ssl", "key"]),
        ("CONSUL_TLS_SERVER_NAME", ["consul", "ssl", "server_name"]),
        ("CONSUL_TOKEN", ["consul", "token"]),
        ("CONSUL_HTTP_TOKEN", ["consul", "token"]),
        ("CONSULRENDER_STATE_DIR", ["state_dir"]),
        ("CT_LOG", ["log_level"]),
        ("CONSUL_TEMPLATE_LOG", ["log_level"]),
        ("CONSUL_TEMPLATE_LOG_LEVEL", ["log_level"]),
    ];

    /// <summary>What the environment says; an empty variable says nothing.</summary>
    /// <exception cref="UsageException">A variable has a wrong value.</exception>
    /// <exception cref="SettingsException">A variable that holds settings cannot be read.</exception>
    public static SettingsObject Read(Func<string, string?> environment)
    {
        var said = SettingsTree.Empty("environment");
        var problems = new List<string>();
        foreach (var (name, path) in _texts)
        {
            if (environment(name) is { Length: > 0 } text && Find(said, path) is null)
            {
                said = SettingsTree.Merge(said, SettingsTree.Of(new SettingsText(text, new SettingsOrigin(name)), path));
            }
        }

        // With Consul's command line the file wins.
        said = Text(Text(said, "CONSUL_HTTP_TOKEN_FILE"), "CONSUL_TOKEN_FILE");
        said = Credentials(Switch(Switch(said, "CONSUL_HTTP_SSL", "enabled"), "CONSUL_HTTP_SSL_VERIFY", "verify"));
        return environment(Document) is { Length: > 0 } document ? SettingsTree.Merge(Checked(), Whole(SettingsLoader.Parse(Document, document))) : Checked();

        // It is as good as a file, and so asks for TLS as one does.
        static SettingsObject Whole(SettingsObject tree) => ConsulWords.WithTls(tree, tree);

        SettingsObject Checked() => problems.Count == 0 ? said : throw new UsageException(problems);

        SettingsObject Text(SettingsObject tree, string name) => environment(name) is { Length: > 0 } text
            ? SettingsTree.Merge(tree, SettingsTree.Of(new SettingsText(text, new SettingsOrigin(name)), "consul", "token_file"))
            : tree;

        SettingsObject Switch(SettingsObject tree, string name, string key)
        {
            if (environment(name) is not { Length: > 0 } text)
            {
                return tree;
            }

            if (FlagValues.Bool(text) is { } value)
            {
                return SettingsTree.Merge(tree, SettingsTree.Of(new SettingsSwitch(value, new SettingsOrigin(name)), "consul", "ssl", key));
            }

            problems.Add($"{name}: '{text}' is not right; write true or false");
            return tree;
        }

        SettingsObject Credentials(SettingsObject tree)
        {
            const string name = "CONSUL_HTTP_AUTH";
            return environment(name) is { Length: > 0 } text
                ? SettingsTree.Merge(tree, SettingsTree.Of(FlagValues.Credentials(text, new SettingsOrigin(name)), "consul", "auth"))
                : tree;
        }
    }

    private static SettingsNode? Find(SettingsObject tree, string[] path)
    {
        SettingsNode? node = tree;
        foreach (var name in path)
        {
            node = (node as SettingsObject)?[name];
        }

        return node;
    }
}
