using System.Text.Unicode;
using ConsulRender.Settings.Tree;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Settings.Hcl;

/// <summary>Reads HCL 1 into the tree that JSON is read into, too. Stateless.</summary>
internal static class HclReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The file's tree; null when something is wrong with it, which is then added to the problems.</summary>
    public static SettingsObject? Read(string path, ReadOnlySpan<byte> bytes, List<Finding> problems)
    {
        var before = problems.Count;
        var found = new HclProblems(path, problems);
        if (Text(bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes, found) is not { } text)
        {
            return null;
        }

        var settings = new HclParser(path, new HclLexer(new HclCursor(text), found), found).Read();
        return problems.Count == before ? settings : null;
    }

    private static string? Text(ReadOnlySpan<byte> bytes, HclProblems problems)
    {
        var characters = new char[bytes.Length];
        if (Utf8.ToUtf16(bytes, characters, out var read, out var length, replaceInvalidSequences: false) != System.Buffers.OperationStatus.Done)
        {
            var (line, column) = TextPlaces.At(bytes, read);
            problems.Stop(new HclPlace(line, column), "bytes that are not UTF-8; save the file as UTF-8");
            return null;
        }

        var zero = bytes.IndexOf((byte)0);
        if (zero >= 0)
        {
            var (line, column) = TextPlaces.At(bytes, zero);
            problems.Stop(new HclPlace(line, column), "a zero byte cannot stand in settings; save the file as plain text in UTF-8");
            return null;
        }

        // Windows' line ends are one character everywhere, in heredocs, too.
        return new string(characters, 0, length).Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
