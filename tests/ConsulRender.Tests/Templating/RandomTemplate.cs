using System.Text;
using ConsulRender.Templating.Parsing;

namespace ConsulRender.Tests.Templating;

#pragma warning disable CA5394 // A fuzz test wants the same numbers every time, not secret ones.

/// <summary>
/// A random template that the parser accepts, from a small grammar with every tag, filter and function: their names come from the language itself,
/// so that none is forgotten. Owned by one round.
/// </summary>
internal sealed partial class RandomTemplate(Random random)
{
    private const int Deepest = 3;

    private readonly StringBuilder _text = new();
    private readonly List<string> _macros = [];
    private bool _inLines;

    /// <summary>The tags, filters and functions in what was made.</summary>
    internal HashSet<string> Used { get; } = [];

    internal string Text(int most)
    {
        Body(0, random.Next(1, most + 1));
        return _text.ToString();
    }

    private void Body(int depth, int statements)
    {
        for (; statements > 0; statements--)
        {
            switch (random.Next(depth < Deepest ? 9 : 5))
            {
                case 0 or 1 or 2:
                    Output(depth);
                    break;
                case 3 when !_inLines:
                    _text.Append(Plain());
                    break;
                case 4:
                    Pump(depth);
                    break;
                default:
                    AnyTag(LiquidParser.TagNames[random.Next(LiquidParser.TagNames.Length)], depth);
                    break;
            }
        }
    }

    private void Body(int depth) => Body(depth + 1, random.Next(3));

    private void Output(int depth)
    {
        if (_inLines)
        {
            Tag($"echo {Condition(depth)}");
            return;
        }

        _text.Append(random.Next(8) == 0 ? "{{- " : "{{ ").Append(random.Next(3) == 0 ? Condition(depth) : Filtered(depth)).Append(random.Next(8) == 0 ? " -}}" : " }}");
    }

    // What grows a little with each use grows beyond all bounds in a loop.
    private void Pump(int depth)
    {
        var name = Name();
        Tag($"assign {name} = {Filtered(depth)}");
        Tag($"for i in (1..{(random.Next(3) == 0 ? 2_500 : 40)})");
        Tag($"assign {name} = {name} | {Filter(depth)}");
        Tag("endfor");
        Tag($"echo {name} | {Filter(depth)}");
    }

    private void AnyTag(string name, int depth)
    {
        if (_inLines && name is "raw" or "liquid")
        {
            return;
        }

        Used.Add(name);
        if (!TrySimpleTag(name, depth) && !TryBlock(name, depth) && !TryVerbatim(name, depth))
        {
            throw new InvalidOperationException($"no template is made with the tag \"{name}\": teach it to RandomTemplate");
        }
    }

    private bool TrySimpleTag(string name, int depth)
    {
        switch (name)
        {
            case "assert":
                Tag($"assert {Condition(depth)}{(random.Next(2) == 0 ? $", {Condition(depth)}" : "")}");
                return true;
            case "assign":
                Tag($"assign {Name()} = {Condition(depth)}");
                return true;
            case "break" or "continue":
                Tag($"if {Condition(depth)}");
                Tag(name);
                Tag("endif");
                return true;
            case "cycle":
                Tag($"cycle {(random.Next(2) == 0 ? $"{Value(depth)}: " : "")}{Many(() => Value(depth), 1, 3)}");
                return true;
            case "decrement" or "increment":
                Tag($"{name} {Name()}");
                return true;
            case "echo":
                Tag($"echo {Condition(depth)}");
                return true;
            case "from":
                _macros.Add("n");
                Tag("from 'p' import m as n");
                return true;
            case "include" or "render":
                Tag($"{name} '{(random.Next(2) == 0 ? "p" : "q")}'{Subject(depth)}{(random.Next(2) == 0 ? $", a: {Filtered(depth)}, x: {Value(depth)}" : "")}");
                return true;
            default:
                return false;
        }
    }

    private string Subject(int depth) =>
        random.Next(3) > 0 ? "" : $" {(random.Next(2) == 0 ? "with" : "for")} {Filtered(depth)}{(random.Next(2) == 0 ? $" as {Name()}" : "")}";

    private bool TryBlock(string name, int depth)
    {
        switch (name)
        {
            case "if" or "unless":
                Tag($"{name} {Condition(depth)}");
                Body(depth);
                Optional($"elsif {Condition(depth)}", depth);
                Optional("else", depth);
                break;
            case "case":
                Tag($"case {Condition(depth)}");
                Optional($"when {Many(() => Filtered(depth), 1, 3)}", depth);
                Optional($"when {Filtered(depth)} or {Filtered(depth)}", depth);
                Optional("else", depth);
                break;
            case "for":
                Tag($"for {Name()} in {Filtered(depth)}{LoopParameters(depth, "offset:continue", "reversed")}");
                Body(depth);
                Optional("else", depth);
                break;
            case "tablerow":
                Tag($"tablerow {Name()} in {Filtered(depth)}{LoopParameters(depth, "cols: 2", $"cols: {Value(depth)}")}");
                Body(depth);
                break;
            case "capture" or "ifchanged":
                Tag(name == "capture" ? $"capture {Name()}" : name);
                Body(depth);
                break;
            case "macro":
                var macro = $"m{_macros.Count}";
                Tag($"macro {macro}(a, b = {Filtered(depth)})");
                _macros.Add(macro);
                Body(depth);
                break;
            default:
                return false;
        }

        Tag("end" + name);
        return true;
    }

    private bool TryVerbatim(string name, int depth)
    {
        switch (name)
        {
            case "comment" or "doc" or "raw":
                Tag(name);
                _text.Append(_inLines ? "echo nothing\n" : "text {{ x }} {% if %}");
                Tag("end" + name);
                return true;
            case "liquid":
                _text.Append("{% liquid\n");
                _inLines = true;
                Body(depth);
                _inLines = false;
                _text.Append("%}");
                return true;
            default:
                return false;
        }
    }

    private string LoopParameters(int depth, params string[] own) => (random.Next(3) == 0 ? $" limit: {Value(depth)}" : "")
        + (random.Next(4) == 0 ? $" offset: {Value(depth)}" : "") + (random.Next(3) == 0 ? $" {own[random.Next(own.Length)]}" : "");

    private void Optional(string tag, int depth)
    {
        if (random.Next(2) == 0)
        {
            Tag(tag);
            Body(depth);
        }
    }

    private void Tag(string tag) => _ = _inLines
        ? _text.Append(tag.Replace('\n', ' ').Replace('\r', ' ')).Append('\n')
        : _text.Append(random.Next(10) == 0 ? "{%- " : "{% ").Append(tag).Append(random.Next(10) == 0 ? " -%}" : " %}");

    private string Plain() => random.Next(3) switch { 0 => "\n", 1 => " text é 🚀 ", _ => "} %} { }}\r\n" };

    private static string Many(Func<string> make, int least, int most, Random random) =>
        string.Join(", ", Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => make()));

    private string Many(Func<string> make, int least, int most) => Many(make, least, most, random);
}
