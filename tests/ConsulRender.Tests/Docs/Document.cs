namespace ConsulRender.Tests.Docs;

/// <summary>Reads pages of docs/.</summary>
internal static class Document
{
    internal static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, "docs", page)).ReplaceLineEndings("\n");
}
