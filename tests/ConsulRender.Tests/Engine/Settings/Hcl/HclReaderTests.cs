using System.Text;
using ConsulRender.Settings.Hcl;
using ConsulRender.Settings.Tree;
using ConsulRender.Templating.Findings;
using Xunit;

namespace ConsulRender.Tests.Engine.Settings.Hcl;

/// <summary>The rules of HCL 1, one by one: what a text means as JSON, and what is refused; » marks the place that must be named.</summary>
public sealed class HclReaderTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData(" \t\r\n", "{}")]
    [InlineData("a = 1", """{"a": 1}""")]
    [InlineData("a=1 b=2", """{"a": 1, "b": 2}""")]
    [InlineData("a = 1, b = 2,", """{"a": 1, "b": 2}""")]
    [InlineData("\"a b\" = 1", """{"a b": 1}""")]
    [InlineData("a.b-c_d = 1", """{"a.b-c_d": 1}""")]
    [InlineData("a\n=\n1", """{"a": 1}""")]
    [InlineData("a {}", """{"a": {}}""")]
    [InlineData("a = {}", """{"a": {}}""")]
    [InlineData("a { b { c = 1 } }", """{"a": {"b": {"c": 1}}}""")]
    [InlineData("a \"x\" { c = 1 }", """{"a": {"x": {"c": 1}}}""")]
    [InlineData("a \"x\" y \"z\" { c = 1 }", """{"a": {"x": {"y": {"z": {"c": 1}}}}}""")]
    [InlineData("a {} a {}", """{"a": [{}, {}]}""")]
    [InlineData("a { x = 1 } b = 2 a = { y = 3 } a { z = 4 }", """{"a": [{"x": 1}, {"y": 3}, {"z": 4}], "b": 2}""")]
    [InlineData("a \"x\" {} a \"x\" {}", """{"a": [{"x": {}}, {"x": {}}]}""")]
    [InlineData("a { a = 1 } b { a = 2 }", """{"a": {"a": 1}, "b": {"a": 2}}""")]
    public void Keys_and_blocks_make_an_object(string hcl, string json) => Means(hcl, json);

    [Theory]
    [InlineData("a = []", """{"a": []}""")]
    [InlineData("a = [1, \"b\", true, [2], { c = 3 }]", """{"a": [1, "b", true, [2], {"c": 3}]}""")]
    [InlineData("a = [\n1,\n2,\n]", """{"a": [1, 2]}""")]
    [InlineData("a = [[1] [2]]", """{"a": [[1], [2]]}""")]
    [InlineData("a = [,1,,2]", """{"a": [1, 2]}""")]
    [InlineData("a = [<<E\nx\nE\n, 1]", """{"a": ["x\n", 1]}""")]
    [InlineData("a = [# none\n1 /* one */, // two\n2]", """{"a": [1, 2]}""")]
    public void A_list_may_hold_anything(string hcl, string json) => Means(hcl, json);

    [Theory]
    [InlineData("""a = "b" """, """{"a": "b"}""")]
    [InlineData("""a = "" """, """{"a": ""}""")]
    [InlineData("""a = "\n\t\"\\" """, """{"a": "\n\t\"\\"}""")]
    [InlineData("""a = "\x41\101\u0041\U00000041" """, """{"a": "AAAA"}""")]
    [InlineData("""a = "\xc3\xa4\303\244\xc3\244" """, """{"a": "äää"}""")]
    [InlineData("""a = "a$b$$c" """, """{"a": "a$b$$c"}""")]
    [InlineData("""a = "${b "c" {"d"}} e" """, """{"a": "${b \"c\" {\"d\"}} e"}""")]
    [InlineData("""a = "${"\"\n"}\n" """, """{"a": "${\"\\\"\\n\"}\n"}""")]
    [InlineData("""a = "$${b}" """, """{"a": "$${b}"}""")]
    [InlineData("a = \"${\n}\"", """{"a": "${\n}"}""")]
    [InlineData("a = \"${\r\n}\"", """{"a": "${\n}"}""")]
    [InlineData("a = \"x\ty\"", """{"a": "x\ty"}""")]
    [InlineData("a = \"{{ # // /* }}\"", """{"a": "{{ # // /* }}"}""")]
    public void A_string_is_what_HCL_1_makes_of_it(string hcl, string json) => Means(hcl, json);

    [Theory]
    [InlineData("a = <<E\nE\n", """{"a": ""}""")]
    [InlineData("a = <<E\nx\n  y\nE\n", """{"a": "x\n  y\n"}""")]
    [InlineData("a = <<E\nx\\n${\"\nE\n", """{"a": "x\\n${\"\n"}""")]
    [InlineData("a = <<E\r\nx\r\nE\r\nb = 1", """{"a": "x\n", "b": 1}""")]
    [InlineData("a = <<E\nx\nE", """{"a": "x\n"}""")]
    [InlineData("a = <<E\nx\n  E\n", """{"a": "x\n  "}""")]
    [InlineData("a = <<E\nEE\nE x\nxE\nE\n", """{"a": "EE\nE x\nxE\n"}""")]
    [InlineData("a = <<-E\n  x\n    y\n  E\n", """{"a": "x\n  y\n"}""")]
    [InlineData("a = <<-E\n  x\n\n  y\n  E\n", """{"a": "  x\n\n  y\n"}""")]
    [InlineData("a = <<-E\n  x\n y\n  E\n", """{"a": "  x\n y\n"}""")]
    [InlineData("a = <<-E\nx\nE\n", """{"a": "x\n"}""")]
    [InlineData("a = <<-E\n\tx\n\tE\n", """{"a": "x\n"}""")]
    [InlineData("a = <<-E\n  E\n", """{"a": ""}""")]
    [InlineData("a = <<ENDE_1\nx\nENDE_1\n", """{"a": "x\n"}""")]
    [InlineData("a = <<1\nx\n1\n", """{"a": "x\n"}""")]
    public void A_heredoc_is_its_lines(string hcl, string json) => Means(hcl, json);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("42", "42")]
    [InlineData("-42", "-42")]
    [InlineData("0644", "420")]
    [InlineData("-017", "-15")]
    [InlineData("0x1f", "31")]
    [InlineData("0XFF", "255")]
    [InlineData("-0x10", "-16")]
    [InlineData("1.5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("1.", "1")]
    [InlineData("08.5", "8.5")]
    [InlineData("00.5", "0.5")]
    [InlineData("1e3", "1e3")]
    [InlineData("1.5E-3", "1.5E-3")]
    [InlineData("01e+2", "1e+2")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-0x8000000000000000", "-9223372036854775808")]
    [InlineData("1// one", "1")]
    [InlineData("1/* one */", "1")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    public void A_number_is_written_as_JSON_has_it(string hcl, string json) => Means("a = " + hcl, $$"""{"a": {{json}}}""");

    [Theory]
    [InlineData("consul { address = \"a\" }", """{"consul": {"address": "a"}}""")]
    [InlineData("consul \"east\" { address = \"a\" }", """{"agents": {"east": {"address": "a"}}}""")]
    [InlineData("consul east {} consul {} consul west {}", """{"agents": {"east": {}, "west": {}}, "consul": {}}""")]
    [InlineData("agents {} consul east {}", """{"agents": {"east": {}}}""")]
    [InlineData("consul east {} agents = { west {} }", """{"agents": {"east": {}, "west": {}}}""")]
    [InlineData("vars { consul east {} }", """{"vars": {"consul": {"east": {}}}}""")]
    [InlineData("agents = 1", """{"agents": 1}""")]
    public void A_consul_block_with_a_name_is_an_agent(string hcl, string json) => Means(hcl, json);

    [Theory]
    [InlineData("a = 1 »a = 2", "the key \"a\" stands here twice")]
    [InlineData("a {} »a = 2", "the key \"a\" stands here twice")]
    [InlineData("a = 1 »a {}", "the key \"a\" stands here twice")]
    [InlineData("a = [{}] »a {}", "the key \"a\" stands here twice")]
    [InlineData("a {} »a = [{}]", "the key \"a\" stands here twice")]
    [InlineData("a {} a {} »a = 1", "the key \"a\" stands here twice")]
    [InlineData("a = 1 »\"\\x61\" = 2", "the key \"a\" stands here twice")]
    [InlineData("\"a\\nb\" = 1 »\"a\\nb\" = 2", "the key \"a?b\" stands here twice")]
    [InlineData("b=1 c=1 d=1 e=1 f=1 g=1 h=1 i=1 j=1 a=1 »a=2", "the key \"a\" stands here twice")]
    [InlineData("consul e {} consul »e {}", "the key \"e\" stands here twice")]
    [InlineData("agents = 1 »consul e {}", "the key \"agents\" stands here twice")]
    [InlineData("consul e {} »agents = 1", "the key \"agents\" stands here twice")]
    [InlineData("consul e »f {}", "an agent has one name: consul \"name\" { ... }")]
    public void A_name_stands_for_one_thing(string hcl, string problem) => Refuses(hcl, problem);

    [Theory]
    [InlineData("template {\n  a »b c = 1\n}", "a key is one word, and only a block has a name: key = value, or key \"name\" { ... }")]
    [InlineData("secret »\"hunter2\"\nb = 1", "= is missing behind \"secret\"")]
    [InlineData("token = \"a\", »\"hunter2\"", "this belongs to no key; write \\\" for a quote within a string, and [ ... ] around several values")]
    [InlineData("token = »hunter2", "write the value of \"token\" in quotes")]
    [InlineData("token = \"hunter2\" »hunter3", "this belongs to no key; write \\\" for a quote within a string, and [ ... ] around several values")]
    [InlineData("a »= \n", "the value of \"a\" is missing")]
    [InlineData("a »=\nb = 1", "the value of \"a\" is missing")]
    [InlineData("a =\n»b", "write the value of \"a\" in quotes")]
    [InlineData("a »-> 1", "behind a key stands = and its value, or { and a block")]
    [InlineData("a = »~", "write the value of \"a\" in quotes")]
    [InlineData("a = 1 »]", "there is no [ for this ]; remove it")]
    [InlineData("»<<E\nx\nE\n", "a key must stand here; write key = value or key { ... }")]
    [InlineData("a = <<E\n»", "this heredoc is not closed; write E behind its text, alone in a line", 1, 5)]
    [InlineData("a = <<»", "the marker of a heredoc stands without blanks and quotes behind <<, as in <<EOF")]
    [InlineData("a = »\"\\", "this string is not closed; write \" at its end, or a text of several lines as a heredoc (<<EOF)")]
    [InlineData("a = \"b»${", "the ${ in this string is not closed; write } behind it")]
    [InlineData("a = »[", "this list is not closed; write ] behind its last item")]
    [InlineData("a »{", "this block is not closed; write } behind its last key")]
    [InlineData("»/*", "this comment is not closed; write */ at its end")]
    [InlineData("a = \"ä🚀\" »}", "there is no { for this }; remove it, or look for a block that ends too early")]
    [InlineData("\ufeffa = »x", "write the value of \"a\" in quotes")]
    [InlineData("\ufeff\n»{", "a file in JSON must be called *.json; HCL has no { around the whole file")]
    public void What_cannot_be_read_is_told_with_its_place(string hcl, string problem, int line = 0, int column = 0) => Refuses(hcl, problem, line, column);

    [Fact]
    public void Sixty_four_levels_are_read_and_one_more_is_not()
    {
        Means("a = " + new string('[', 63) + new string(']', 63), $$"""{"a": {{new string('[', 63)}}{{new string(']', 63)}}}""");
        Refuses("a = " + new string('[', 63) + "»[" + new string(']', 64), "nested deeper than 64 levels; take some away");
        Refuses("a " + string.Concat(Enumerable.Repeat("b ", 63)) + "»{}", "nested deeper than 64 levels; take some away");
    }

    [Fact]
    public void Each_independent_problem_is_told_in_the_order_of_the_file()
    {
        var told = HclTree.Of("a = x\nb = [y\na = 1\n");

        Assert.Equal("1:5: write the value of \"a\" in quotes\n2:5: this list is not closed; write ] behind its last item\n2:6: write this item in quotes", told);
    }

    [Fact]
    public void A_list_of_blocks_stands_where_the_first_block_does()
    {
        var settings = HclReader.Read("f.hcl", "b = 1\na { c = 2 }\n  a { c = 3 }"u8, []);

        var member = settings!.Members[1];
        var list = Assert.IsType<SettingsList>(member.Value);
        Assert.Equal("f.hcl:2:1", member.Origin.ToString());
        Assert.Equal("f.hcl:2:3", list.Origin.ToString());
        Assert.Equal(["f.hcl:2:3", "f.hcl:3:5"], list.Items.Select(item => item.Origin.ToString()));
        Assert.Equal("f.hcl:1:1", settings.Origin.ToString());
    }

    private static void Means(string hcl, string json)
    {
        var problems = new List<Finding>();
        var settings = HclReader.Read("f", Encoding.UTF8.GetBytes(hcl), problems);
        Assert.Empty(problems);
        Assert.Equal(json, HclTree.Json(settings!));
    }

    private static void Refuses(string hcl, string problem, int line = 0, int column = 0)
    {
        var before = hcl[..hcl.IndexOf('»', StringComparison.Ordinal)].TrimStart('\ufeff');
        line = line > 0 ? line : before.Count(character => character == '\n') + 1;
        column = column > 0 ? column : before.Length - (before.LastIndexOf('\n') + 1) + 1;
        Assert.Equal($"{line}:{column}: {problem}", HclTree.Of(hcl.Replace("»", "", StringComparison.Ordinal)));
    }
}
