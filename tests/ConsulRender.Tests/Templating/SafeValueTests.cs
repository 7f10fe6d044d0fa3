using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace ConsulRender.Tests.Templating;

#pragma warning disable CA5394 // A property test wants the same texts every time, not secret ones.

/// <summary>Texts that try to break out of their word, judged by the program that reads them.</summary>
public sealed class SafeValueTests
{
    private static readonly string[] Pieces =
    [
        "'", "\"", "\\", "$", "${HOME}", "$(id)", "`id`", ";", "&", "|", "<", ">", "(", ")", "*", "?", "[a]", "~", "!", "#", "-n",
        "\n", "\r\n", "\t", " ", "\\n", "'\\''", "%s", "=", "a", "é", "😀", "\u0001", "\u007f", "\u2028",
    ];

    [Fact(Timeout = 30_000)]
    public async Task A_shell_reads_every_quoted_text_as_the_one_word_it_was()
    {
        var random = new Random(1);
        string[] texts = ["", .. Enumerable.Range(0, 500).Select(_ => TextOf(random))];
        var script = Rendered(@"printf '%s\0'{% for t in vars.texts %} {{ t | shell_quote }}{% endfor %}", texts);

        var output = await OutputOfShell(script);

        Assert.Equal(texts, output.Split('\0')[..^1]);
    }

    [Fact]
    public void A_text_on_one_line_has_no_control_character_and_stays_as_it_is_the_second_time()
    {
        var random = new Random(2);
        for (var round = 0; round < 500; round++)
        {
            var once = Rendered("{{ vars.texts.first | one_line }}", [TextOf(random)]);

            Assert.DoesNotContain(once, character => char.IsControl(character) || character is '\u2028' or '\u2029');
            Assert.Equal(once, Rendered("{{ vars.texts.first | one_line }}", [once]));
        }
    }

    private static string TextOf(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string Rendered(string template, string[] texts)
    {
        var list = new JsonArray([.. texts.Select(text => (JsonNode)text)]);
        return GoldenCase.Run(new JsonObject { ["vars"] = new JsonObject { ["texts"] = list } }.ToJsonString(), template);
    }

    private static async Task<string> OutputOfShell(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardOutput = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
        return output;
    }
}
