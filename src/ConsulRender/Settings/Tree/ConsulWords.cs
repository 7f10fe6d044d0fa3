namespace ConsulRender.Settings.Tree;

/// <summary>What is peculiar to the settings of a connection: pairs of keys that are one word, empty texts that are none, and TLS that is meant without being named. Stateless.</summary>
public static class ConsulWords
{
    /// <summary>What is left of an object's members when those of another count more: a token and a file of one are two answers to one question, and a password belongs to its user name.</summary>
    public static SettingsObject Forgetting(SettingsObject lower, SettingsObject higher) =>
        higher["token"] is not null || higher["token_file"] is not null ? Without(lower, "token", "token_file")
        : higher["username"] is not null ? Without(lower, "username", "password")
        : lower;

    /// <summary>The tree of one place, such as a file, as it is meant: an empty text in a connection says nothing.</summary>
    public static SettingsObject Meant(SettingsObject tree) => Replace(Replace(Spelled(tree), "consul", Said), "agents", agents => Each(agents, Said));

    /// <summary>The tree with TLS where a key of <c>ssl</c> asks for it.</summary>
    /// <param name="tree">The merged tree.</param>
    /// <param name="said">The same without the environment, whose names of certificates alone do not ask for TLS, as with Consul's own command line.</param>
    public static SettingsObject WithTls(SettingsObject tree, SettingsObject said) => Replace(
        said["consul"] is SettingsObject consul && consul["ssl"] is SettingsObject { Members.Count: > 0 } ? Replace(tree, "consul", Implied) : tree,
        "agents",
        agents => Each(agents, Implied));

    // consul-template reads `consul = "ADDRESS"`, too, as its first versions had it.
    private static SettingsObject Spelled(SettingsObject tree) => tree["consul"] is SettingsText address
        ? tree with { Members = [.. tree.Members.Select(member => member.Name == "consul" ? member with { Value = SettingsTree.Of(address, "address") } : member)] }
        : tree;

    private static SettingsObject Implied(SettingsObject consul) => Replace(consul, "ssl", ssl =>
        AskedBy(ssl) is { } key ? ssl with { Members = [.. ssl.Members, new SettingsMember("enabled", key.Origin, new SettingsSwitch(true, key.Origin))] } : ssl);

    private static SettingsMember? AskedBy(SettingsObject ssl) => ssl["enabled"] is null && ssl.Members.Count > 0 ? ssl.Members[0] : null;

    private static SettingsObject Said(SettingsObject node)
    {
        var members = new List<SettingsMember>(node.Members.Count);
        foreach (var member in node.Members)
        {
            if (member.Value is not SettingsText { Value: "" } || !MayBeEmpty(member.Name))
            {
                members.Add(member.Value is SettingsObject inner ? member with { Value = Said(inner) } : member);
            }
        }

        return node with { Members = members };
    }

    // Any other empty text is a mistake that whoever reads the key tells.
    private static bool MayBeEmpty(string name) => name is "address" or "token" or "token_file" or "namespace" or "partition" or "username" or "password"
        or "ca_cert" or "ca_cert_bytes" or "ca_path" or "cert" or "key" or "server_name";

    private static SettingsObject Each(SettingsObject node, Func<SettingsObject, SettingsObject> change) => node with
    {
        Members = [.. node.Members.Select(member => member.Value is SettingsObject inner ? member with { Value = change(inner) } : member)],
    };

    private static SettingsObject Replace(SettingsObject node, string name, Func<SettingsObject, SettingsObject> change) =>
        node[name] is SettingsObject inner
            ? node with { Members = [.. node.Members.Select(member => member.Name == name ? member with { Value = change(inner) } : member)] }
            : node;

    private static SettingsObject Without(SettingsObject node, string one, string other) =>
        node with { Members = [.. node.Members.Where(member => member.Name != one && member.Name != other)] };
}
