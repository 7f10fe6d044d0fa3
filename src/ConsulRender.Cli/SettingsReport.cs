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
            case SettingsObject { Members.Count: > 0 } inner:
                foreach (var member in inner.Members)
                {
                    Append(text, path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value, member.Origin);
                }

                break;
            case SettingsList list when list.Items.Any(item => item is SettingsObject):
                foreach (var (index, item) in list.Items.Index())
                {
                    Append(text, $"{path}[{index}]", item, item.Origin);
                }

                break;
            default:
                AppendLine(text, $"{path} = {(IsSecret(path) ? "***" : SettingsTree.ToJson(Shown(path, node)))}", origin);
                break;
        }
    }

    private static void AppendLine(StringBuilder text, string line, SettingsOrigin origin) =>
        text.Append(line).Append(' ', Math.Max(2, CommentColumn - line.Length)).Append("# ").Append(CultureInfo.InvariantCulture, $"{origin}").Append('\n');

    // A password in an address is refused when it is read, and one in a template's vars is the operator's own to keep.
    private static bool IsSecret(string path) =>
        (path.StartsWith("consul.", StringComparison.Ordinal) || path.StartsWith("agents.", StringComparison.Ordinal))
        && path.Split('.')[^1] is "token" or "password";

    // Programs are given passwords in their environment.
    private static SettingsNode Shown(string path, SettingsNode node) => path.EndsWith("exec.env.custom", StringComparison.Ordinal) && node is SettingsList list
        ? list with { Items = [.. list.Items.Select(item => item is SettingsText text ? text with { Value = $"{text.Value.Split('=')[0]}=***" } : item)] }
        : node;
}
