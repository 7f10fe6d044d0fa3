using ConsulRender.Settings.Tree;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Settings.Hcl;

internal static class HclReader
{
    public static SettingsObject? Read(string path, ReadOnlySpan<byte> bytes, List<Finding> problems) => throw new NotSupportedException(path + bytes.Length + problems.Count);
}
