using Xunit;

namespace ConsulRender.Tests.Cli;

/// <summary>Texts that users rely on, kept in files so that a change of them is seen in review; <c>UPDATE_GOLDEN=1</c> rewrites them. Stateless.</summary>
internal static class Golden
{
    internal static void Holds(string name, string actual)
    {
        var path = Path.Combine(Repository.Root, "tests", "ConsulRender.Tests", "Cli", "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
