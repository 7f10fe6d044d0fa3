using System.Globalization;
using System.Text;

namespace ConsulRender.Bench;

/// <summary>A program in the contest: how it is called, and the same template in its language; immutable.</summary>
/// <param name="Name">Its place in the contest, unique even when a program runs against itself.</param>
/// <param name="Program">The path.</param>
internal sealed record Contestant(string Name, string Program)
{
    /// <summary>Whether it is a consulrender, which a peer may be too.</summary>
    public bool SpeaksLiquid { get; } = !IsConsulTemplate(Program);

    /// <summary>A template that prints these keys, one a line.</summary>
    public string KeysTemplate(IEnumerable<string> keys) => string.Concat(keys.Select(key =>
        SpeaksLiquid ? $"{{{{ key(\"{key}\") }}}}\n" : $"{{{{ key \"{key}\" }}}}\n"));

    /// <summary>A template that prints the instances of these services.</summary>
    public string ServicesTemplate(IEnumerable<string> services) => string.Concat(services.Select(service => SpeaksLiquid
        ? $"{{% for s in service(\"{service}\") %}}{{{{ s.node }}}} {{{{ s.address }}}}:{{{{ s.port }}}}\n{{% endfor %}}"
        : $"{{{{ range service \"{service}\" }}}}{{{{ .Node }}}} {{{{ .Address }}}}:{{{{ .Port }}}}\n{{{{ end }}}}"));

    /// <summary>A template that prints every instance of every service, one a line: ID, node, address and port, tags.</summary>
    public string CatalogTemplate { get; } = !IsConsulTemplate(Program)
        ? "{% for s in services %}{% for i in service(s.name) %}{{ i.id }} {{ i.node }} {{ i.address }}:{{ i.port }} {{ i.tags | join: \",\" }}\n{% endfor %}{% endfor %}"
        : "{{ range services }}{{ range service .Name }}{{ .ID }} {{ .Node }} {{ .Address }}:{{ .Port }} {{ .Tags | join \",\" }}\n{{ end }}{{ end }}";

    /// <summary>The arguments for one run.</summary>
    public static string[] OnceArguments(string agent, string template, string destination, string? authority = null) =>
        ["-once", .. DaemonArguments(agent, template, destination, authority)];

    /// <summary>The arguments for a daemon. The flags mean the same to both programs.</summary>
    public static string[] DaemonArguments(string agent, string template, string destination, string? authority = null) =>
        [
            "-consul-addr", agent, "-log-level", "err", "-template", $"{template}:{destination}",
            .. authority is null ? (string[])[] : ["-consul-ssl-ca-cert", authority],
        ];

    /// <summary>Writes the template into a directory and gives its path.</summary>
    public string WriteTemplate(string directory, string name, string text)
    {
        var path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Name}-{name}.tmpl"));
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    private static bool IsConsulTemplate(string program) => Path.GetFileName(program).StartsWith("consul-template", StringComparison.Ordinal);
}
