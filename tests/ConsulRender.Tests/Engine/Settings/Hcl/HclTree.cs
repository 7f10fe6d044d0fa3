using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ConsulRender.Settings.Hcl;
using ConsulRender.Settings.Tree;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Tests.Engine.Settings.Hcl;

/// <summary>What a text in HCL is read as, written for people: places in front of keys and values, or a line for each problem. Stateless.</summary>
internal static class HclTree
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    internal static string Of(byte[] bytes)
    {
        var problems = new List<Finding>();
        var settings = HclReader.Read("f", bytes, problems);
        return settings is null
            ? string.Join('\n', problems.Select(problem => $"{problem.Position.Line}:{problem.Position.Column}: {problem.Message}"))
            : string.Join('\n', settings.Members.Select(member => Member(member, "")));
    }

    /// <summary>The tree without its places.</summary>
    internal static string Json(SettingsNode node) => node switch
    {
        SettingsText text => JsonSerializer.Serialize(text.Value, Readable),
        SettingsNumber number => number.Literal,
        SettingsSwitch isOn => isOn.Value ? "true" : "false",
        SettingsList list => $"[{string.Join(", ", list.Items.Select(Json))}]",
        SettingsObject block => $"{{{string.Join(", ", block.Members.Select(member => $"{JsonSerializer.Serialize(member.Name, Readable)}: {Json(member.Value)}"))}}}",
        _ => throw new InvalidOperationException($"HCL has no {node}"),
    };

    private static string Member(SettingsMember member, string indentation) =>
        $"{indentation}{Place(member.Origin)} {member.Name}: {Value(member.Value, indentation)}";

    private static string Value(SettingsNode node, string indentation)
    {
        var inner = indentation + "  ";
        var lines = node switch
        {
            SettingsList list => list.Items.Select(item => inner + Value(item, inner)),
            SettingsObject block => block.Members.Select(member => Member(member, inner)),
            _ => null,
        };
        return $"{Place(node.Origin)} " + (lines is null ? Json(node)
            : !lines.Any() ? (node is SettingsList ? "[]" : "{}")
            : node is SettingsList ? $"[\n{string.Join('\n', lines)}\n{indentation}]"
            : $"{{\n{string.Join('\n', lines)}\n{indentation}}}");
    }

    private static string Place(SettingsOrigin origin) => $"{origin.Line}:{origin.Column}";
}
