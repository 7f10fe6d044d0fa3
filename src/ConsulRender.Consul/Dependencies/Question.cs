using System.Text;

namespace ConsulRender.Consul.Dependencies;

/// <summary>Spells a question twice: for the agent as a request path, for people as a template would write it.</summary>
internal static class Question
{
    /// <summary>A path with the parameters that have a value.</summary>
    internal static string Path(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        StringBuilder? text = null;
        foreach (var (name, value) in parameters)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text = (text is null ? new StringBuilder(path).Append('?') : text.Append('&')).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return text?.ToString() ?? path;
    }

    /// <summary>A path with the parameters that have a value, those of a scope last.</summary>
    internal static string Path(string path, QueryScope scope, params ReadOnlySpan<(string Name, string? Value)> parameters) =>
        Path(path, scope.Equals(QueryScope.Own) ? parameters : [.. parameters, .. Scope(scope, "sameness-group")]);

    /// <summary>A function call as Liquid writes it, with the named arguments that have a value, those of a scope last.</summary>
    internal static string Call(string function, string? argument, QueryScope scope, params ReadOnlySpan<(string Name, string? Value)> named) =>
        Call(function, argument, scope.Equals(QueryScope.Own) ? named : [.. named, .. Scope(scope, "sameness_group"), ("consul", scope.Agent)]);

    private static (string Name, string? Value)[] Scope(QueryScope scope, string group) =>
        [("ns", scope.Namespace), ("partition", scope.Partition), ("peer", scope.Peer), (group, scope.SamenessGroup)];

    /// <summary>A key as part of a path: every character escaped but the slashes, which stay. A leading slash means nothing to Consul.</summary>
    internal static string Key(string key) => Uri.EscapeDataString(key.TrimStart('/')).Replace("%2F", "/", StringComparison.Ordinal);

    /// <summary>A function call as Liquid writes it, with the named arguments that have a value.</summary>
    internal static string Call(string function, string? argument, params ReadOnlySpan<(string Name, string? Value)> named)
    {
        var text = new StringBuilder(function).Append('(');
        if (argument is not null)
        {
            text.Append(Quote(argument));
        }

        foreach (var (name, value) in named)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text.Append(text[^1] == '(' ? "" : ", ").Append(name).Append(": ").Append(Quote(value));
            }
        }

        return text.Append(')').ToString();
    }

    // Liquid has no escapes; a text holding one kind of quote is written in the other.
    // Names come from data, too, and must not end a line of a log, or tell a terminal what to do.
    private static string Quote(string text)
    {
        var name = text.AsSpan().ContainsAnyInRange('\0', '\x1f') || text.AsSpan().ContainsAnyInRange('\x7f', '\x9f')
            ? string.Concat(text.Select(letter => char.IsControl(letter) ? $"\\x{(int)letter:x2}" : letter.ToString()))
            : text;
        return name.Contains('"', StringComparison.Ordinal) ? $"'{name}'" : $"\"{name}\"";
    }
}
