using ConsulRender.Settings;
using ConsulRender.Settings.Tree;

namespace ConsulRender.Tests.Engine.Settings;

/// <summary>Reads settings that files alone say.</summary>
internal static class SettingsUnderTest
{
    public static ConsulRender.Settings.Settings Read(params string[] paths) => Load(paths).Settings;

    public static LoadedSettings Load(params string[] paths) => SettingsLoader.Load(paths, SettingsTree.Empty(""), SettingsTree.Empty(""));
}
