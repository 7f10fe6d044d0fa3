namespace ConsulRender.Tests;

/// <summary>Finds the repository from the place where the tests run.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "ConsulRender.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not run inside the repository"));
}
