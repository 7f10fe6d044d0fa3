using System.Globalization;
using System.Text;
using System.Text.Json;
using ConsulRender.Settings.Hcl;
using ConsulRender.Settings.Tree;
using ConsulRender.Templating.Findings;
using ConsulRender.Tests.Templating;
using Xunit;

namespace ConsulRender.Tests.Engine.Settings.Hcl;

#pragma warning disable CA5394 // A fuzz test wants the same numbers every time, not secret ones.

/// <summary>
/// Random and damaged HCL: a tree that is JSON, or problems inside the text, the same ones each time, and soon. With CONSULRENDER_FUZZ_MINUTES=10 this goes
/// on for so many minutes; see <see cref="FuzzRun"/>.
/// </summary>
public sealed class HclFuzzTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "=", ",", " ", " ", "\n", "\n", "\r\n", "\r", "\t", "\"", "\"", "\\", "\\n", "\\x41", "\\xe2", "\\303", "\\ud83d", "\\U0001F680", "${", "$", "#",
        "//", "/*", "*/", "/", "<<EOF\n", "<<-EOF\n", "EOF\n", "  EOF\n", "EOF", "<<", "<", ">", ":", ";", "(", ")", "'", "“", "é", "🚀", "\0", "\u0007", "\u00a0", "\u200b", "\ufeff",
        "a", "b", "consul", "agents", "template", "source", "\"east\"", "\"\"", "\"text\"", "true", "false", "null", "yes", "0", "1", "-1", "007", "08", "0x1F", "0x", "1.", ".5",
        "1e5", "1e999", "1.2.3", "5s", "99999999999999999999", "-", "+", ".", "a.b-c", "a = 1", "a = 1\n", "b {\n", "}\n", "key = \"value\"\n", "list = [1, \"two\"]\n",
        "consul \"east\" {", "[[", "]]",
    ];

    private static readonly string[] Files = [.. Read("Good"), .. Read("Broken")];

    [Fact(Timeout = 120_000)]
    public async Task Random_and_damaged_files_are_read_or_refused_with_a_place()
    {
        var run = new FuzzRun("hcl", Make, Judge);
        await run.Rounds(seed: 1, count: 5_000);

        Assert.True(run.Rendered > 200, $"only {run.Rendered} files were good");
    }

    [Fact]
    public async Task For_minutes_when_they_are_asked_for()
    {
        Assert.SkipWhen(FuzzRun.Minutes is null, "CONSULRENDER_FUZZ_MINUTES is not set.");
        await new FuzzRun("hcl", Make, Judge).ForMinutes();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("", "{", "")]
    [InlineData("", "}", "")]
    [InlineData("", "a {", "")]
    [InlineData("", "a {}", "")]
    [InlineData("", "a{}\n", "")]
    [InlineData("", "a = {} ", "")]
    [InlineData("", "a ", "")]
    [InlineData("", "a \"b\" ", "{}")]
    [InlineData("", "a = b\n", "")]
    [InlineData("a = ", "[", "")]
    [InlineData("a = [", "[]", "]")]
    [InlineData("a = [", "1,", "]")]
    [InlineData("a = [", "b,", "]")]
    [InlineData("a = [", "\n\"b\"", "]")]
    [InlineData("a = [", "b ", "]")]
    [InlineData("a ", "=", "1")]
    [InlineData("a =", ">", "1")]
    [InlineData("a ", ":", "1")]
    [InlineData("a = \"", "\\n", "\"")]
    [InlineData("a = \"", "\\xe2", "\"")]
    [InlineData("a = \"", "${", "\"")]
    [InlineData("a = \"", "${}", "\"")]
    [InlineData("a = \"", "$", "\"")]
    [InlineData("a = \"${", "{\n", "")]
    [InlineData("a = ", "\"", "")]
    [InlineData("a = <<EOF\n", "EOF,\n", "")]
    [InlineData("a = <<EOF\n", "EOF", "")]
    [InlineData("a = <<-EOF\n", "\n", "  EOF\n")]
    [InlineData("a = <<-EOF\n", "  x\n", "  EOF\n")]
    [InlineData("", "a = <<E\nE\n", "")]
    [InlineData("", "/*", "")]
    [InlineData("", "/**/", "")]
    [InlineData("", "#\n", "")]
    [InlineData("", "/ ", "")]
    [InlineData("", "; ", "")]
    [InlineData("", ",", "")]
    [InlineData("a = 1 ", ",", "")]
    [InlineData("a = ", "9", "")]
    [InlineData("a = .", "9", "")]
    [InlineData("a = 0x", "f", "")]
    [InlineData("a = ", "/", "")]
    [InlineData("a = ", "'", "")]
    [InlineData("", "\u00a0", "")]
    [InlineData("", " ", "a = 1")]
    [InlineData("", "\r\n", "a")]
    [InlineData("", "é", " = 1")]
    [InlineData("", "🚀", "")]
    [InlineData("  ", "a{\n}", "")]
    [InlineData("", "consul \"a\" {}\n", "")]
    [InlineData("", "agents { a {} }\n", "")]
    public async Task A_hundred_thousand_of_anything_is_an_answer_and_not_a_crash(string before, string repeated, string after)
    {
        await Task.Yield();
        var text = before + string.Concat(Enumerable.Repeat(repeated, 100_000)) + after;
        string? failure = "it never ended";
        var thread = new Thread(() => failure = Judge(new FuzzCase("{}", text)).Failure, FuzzRun.SmallStack);
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)), "not over after 30 s");
        Assert.Null(failure);
    }

    [Fact]
    public void Many_different_keys_are_found_soon()
    {
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(number => string.Create(CultureInfo.InvariantCulture, $"key{number} = {number}\n")));

        Assert.Null(Judge(new FuzzCase("{}", text)).Failure);
    }

    // The text of a good file is its tree; what is wrong is told instead.
    private static (string? Failure, string Text) Judge(FuzzCase made)
    {
        try
        {
            var bytes = Encoding.UTF8.GetBytes(made.Text);
            var (first, problems) = Read(bytes);
            var second = Read(bytes).Tree;
            if (first is null)
            {
                return (problems.Count == 0 ? "neither a tree nor a problem" : problems.Select(problem => WrongWith(problem, made.Text)).FirstOrDefault(wrong => wrong is not null), "");
            }

            using var json = JsonDocument.Parse(first);
            return (problems.Count > 0 ? "a tree and a problem" : first != second ? "another tree the second time" : null, first);
        }
        catch (Exception exception)
        {
            return ($"{exception.GetType().Name}: {exception.Message}\n{exception.StackTrace}", "");
        }
    }

    private static (string? Tree, List<Finding> Problems) Read(byte[] bytes)
    {
        var problems = new List<Finding>();
        var settings = HclReader.Read("f", bytes, problems);
        if (settings is not null)
        {
            WrongPlaces(settings, Encoding.UTF8.GetString(bytes).TrimStart('\ufeff').Split('\n'));
        }

        return (settings is null ? null : HclTree.Json(settings), problems);
    }

    private static string? WrongWith(Finding problem, string text)
    {
        var lines = text.TrimStart('\ufeff').Split('\n');
        var (line, column) = (problem.Position.Line, problem.Position.Column);
        return !IsInside(line, column, lines) ? $"{problem} is not in the text"
            : problem.Message.Any(char.IsControl) || problem.Message.Length > 200 ? $"not one short line: {problem.Message}"
            : null;
    }

    private static void WrongPlaces(SettingsNode node, string[] lines)
    {
        Assert.True(IsInside(node.Origin.Line, node.Origin.Column, lines), $"{node.Origin} is not in the text");
        foreach (var member in (node as SettingsObject)?.Members ?? [])
        {
            Assert.True(IsInside(member.Origin.Line, member.Origin.Column, lines), $"{member.Origin} is not in the text");
            WrongPlaces(member.Value, lines);
        }

        foreach (var item in (node as SettingsList)?.Items ?? [])
        {
            WrongPlaces(item, lines);
        }
    }

    private static bool IsInside(int line, int column, string[] lines) =>
        line >= 1 && line <= lines.Length && column >= 1 && column <= lines[line - 1].Length + 1;

    private static FuzzCase Make(Random random) => new("{}", random.Next(3) == 0 ? Soup(random) : Damaged(random));

    private static string Soup(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string Damaged(Random random)
    {
        var text = Files[random.Next(Files.Length)];
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(1, random.Next(2) == 0 ? 3 : 40), text.Length - at);
            text = random.Next(5) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                2 => text.Remove(at, length).Insert(at, Pieces[random.Next(Pieces.Length)]),
                3 => text.Insert(random.Next(text.Length + 1), text.Substring(at, length)),
                _ => text[..at],
            };
        }

        return text;
    }

    private static IEnumerable<string> Read(string folder) =>
        HclGoldenTests.Names(folder).Select(name => Encoding.UTF8.GetString(HclGoldenTests.Read(folder, name)));
}
