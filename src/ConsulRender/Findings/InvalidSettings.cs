using ConsulRender.Templating;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Findings;

/// <summary>What makes settings unusable, as <see cref="Settings.SettingsLoader"/> reports it. Stateless.</summary>
internal static class InvalidSettings
{
    internal const string Rule = "invalid-settings";

    internal static Finding At(SourcePosition position, string message) => new(position, FindingSeverity.Error, Rule, message);
}
