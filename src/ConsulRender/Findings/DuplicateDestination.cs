using ConsulRender.Settings;

namespace ConsulRender.Findings;

/// <summary>Templates that write what another writes, as <see cref="SettingsRules"/> finds them. Stateless.</summary>
internal static class DuplicateDestination
{
    internal const string Rule = "duplicate-destination";
}
