using System.Text.Json;

namespace ConsulRender.Settings.Tree;

/// <summary>Writes a piece of settings as JSON. Stateless.</summary>
internal static class TreeJson
{
    public static void Write(Utf8JsonWriter writer, SettingsNode node)
    {
        switch (node)
        {
            case SettingsObject { Members: var members }:
                writer.WriteStartObject();
                foreach (var member in members)
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case SettingsList { Items: var items }:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case SettingsText text:
                writer.WriteStringValue(text.Value);
                break;
            case SettingsNumber number:
                writer.WriteRawValue(number.Literal);
                break;
            case SettingsSwitch flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
