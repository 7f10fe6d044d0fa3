namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>Finds the programs the tests run; a missing one fails the test, it never skips it.</summary>
public static class Tools
{
    private static readonly string[] Directories =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/sbin", "/sbin"];

    /// <summary>PATH with the directories where daemons live, for children.</summary>
    public static string SearchPath { get; } = string.Join(':', Directories.Distinct());

    /// <summary>The absolute path of a program.</summary>
    public static string Find(string name) =>
        Directories.Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{name} is not installed; run tests/install-tools.sh");
}
