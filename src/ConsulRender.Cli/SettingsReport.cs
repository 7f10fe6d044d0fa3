using System.Globalization;
using System.Text;
using ConsulRender.Settings;
using ConsulRender.Settings.Tree;

namespace ConsulRender.Cli;

/// <summary>The settings as lines of <c>path = value  # who said it</c>; secrets are three stars. Stateless.</summary>
internal static class SettingsReport
{
    private const int CommentColumn = 48;

    public static string Of(LoadedSettings loaded)
    {
        var text = new StringBuilder();
        Append(text, "", loaded.Tree, loaded.Tree.Origin);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string path, SettingsNode node, SettingsOrigin origin)
    {
        switch (node)
        {
            case SettingsObject inner when inner.Members.Count > 0 || path.Length == 0:
                foreach (var member in inner.Members)
                {
                    Append(text, Member(path, member.Name), member.Value, member.Origin);
                }

                break;
            case SettingsList list when list.Items.Any(item => item is SettingsObject):
                foreach (var (index, item) in list.Items.Index())
                {
                    Append(text, $"{path}[{index}]", item, item.Origin);
                }

                break;
            default:
                AppendLine(text, $"{path} = {Shown(path, node)}", origin);
                break;
        }
    }

    private static void AppendLine(StringBuilder text, string line, SettingsOrigin origin) =>
        text.Append(line).Append(' ', Math.Max(2, CommentColumn - line.Length)).Append("# ").Append(CultureInfo.InvariantCulture, $"{origin}").Append('\n');

    // Keys of vars may be any text, which must not end a line or look like a path.
    private static string Member(string path, string name) =>
        name.Length == 0 || name.Any(character => !char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-'))
            ? $"{path}[{Json(new SettingsText(name, new SettingsOrigin("")))}]"
            : path.Length == 0 ? name : $"{path}.{name}";

    private static string Shown(string path, SettingsNode node) => node switch
    {
        _ when IsSecret(path) => "***",

        // Programs are given passwords in their environment.
        SettingsList list when path.EndsWith("exec.env.custom", StringComparison.Ordinal) =>
            Json(list with { Items = [.. list.Items.Select(item => item is SettingsText text ? text with { Value = $"{text.Value.Split('=')[0]}=***" } : item)] }),
        SettingsNumber { IsOctal: true } number when path.EndsWith(".perms", StringComparison.Ordinal) => $"\"0{Convert.ToString(long.Parse(number.Literal, CultureInfo.InvariantCulture), 8)}\"",
        _ => Json(node),
    };

    // The encoder lets through what ends a line for some readers, though not for JSON.
    private static string Json(SettingsNode node) => SettingsTree.ToJson(node)
        .Replace("\u0085", "\\u0085", StringComparison.Ordinal)
        .Replace("\u2028", "\\u2028", StringComparison.Ordinal)
        .Replace("\u2029", "\\u2029", StringComparison.Ordinal);

    // A password in an address is refused when it is read.
    private static bool IsSecret(string path) =>
        (path.StartsWith("consul.", StringComparison.Ordinal) || path.StartsWith("agents.", StringComparison.Ordinal))
        && path.Split('.')[^1] is "token" or "password";
}
