namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>Where the tests find the repository and the published binary.</summary>
public static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The native binary under test.</summary>
    public static string Binary { get; } =
        Environment.GetEnvironmentVariable("CONSULRENDER_BINARY") is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : Path.Combine(Root, "artifacts", "acceptance", "consulrender");

    /// <summary>What the last publish that compiled printed.</summary>
    public static string PublishLog { get; } = Path.Combine(Root, "artifacts", "acceptance", "publish.log");

    /// <summary>The lines of a file with expected output, blank ones dropped.</summary>
    public static string[] Golden(string name) => NotBlank(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name)));

    /// <summary>The lines of a text, blank ones dropped.</summary>
    public static string[] NotBlank(string text) => [.. text.Split('\n').Where(line => line.Trim().Length > 0)];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ConsulRender.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no ConsulRender.sln above {AppContext.BaseDirectory}");
    }
}
