using System.Text;

namespace ConsulRender.Templating.Filters.Patterns;

/// <summary>A replacement text with <c>$1</c>, <c>$name</c>, <c>${name}</c> and <c>$$</c>, read by Go's rules; immutable.</summary>
/// <seealso href="https://pkg.go.dev/regexp#Regexp.Expand"/>
internal sealed class Replacement
{
    // Text, or the number of a group; a reference to a group that does not exist is nothing at all.
    private readonly List<(string Text, int Group)> _parts = [];

    internal Replacement(string template, IReadOnlyList<string> groupNames)
    {
        Template = template;
        var text = new StringBuilder();
        for (var at = 0; at < template.Length;)
        {
            if (template[at] != '$')
            {
                text.Append(template[at++]);
            }
            else if (at + 1 < template.Length && template[at + 1] == '$')
            {
                text.Append('$');
                at += 2;
            }
            else if (TryReadName(template, at + 1, out var name, out var end))
            {
                _parts.Add((text.ToString(), GroupOf(name, groupNames)));
                text.Clear();
                at = end;
            }
            else
            {
                text.Append('$');
                at++;
            }
        }

        _parts.Add((text.ToString(), -1));
    }

    internal string Template { get; }

    internal void AppendTo(StringBuilder output, string input, int[] groups)
    {
        foreach (var (text, group) in _parts)
        {
            output.Append(text);
            if (group >= 0 && groups[group * 2] >= 0)
            {
                output.Append(input, groups[group * 2], groups[(group * 2) + 1] - groups[group * 2]);
            }
        }
    }

    /// <summary>The number of the group that a number or name means; -1 when there is none.</summary>
    internal static int GroupOf(string name, IReadOnlyList<string> groupNames)
    {
        if (name.Length == 0)
        {
            return -1;
        }

        if (name.All(char.IsAsciiDigit) && (name.Length == 1 || name[0] != '0') && name.Length < 9)
        {
            var number = int.Parse(name, System.Globalization.CultureInfo.InvariantCulture);
            return number < groupNames.Count ? number : -1;
        }

        for (var number = 1; number < groupNames.Count; number++)
        {
            if (groupNames[number] == name)
            {
                return number;
            }
        }

        return -1;
    }

    // The longest run of letters, digits and underscores is the name, so $1x is the group "1x".
    private static bool TryReadName(string template, int start, out string name, out int end)
    {
        var isBraced = start < template.Length && template[start] == '{';
        var first = isBraced ? start + 1 : start;
        end = first;
        while (end < template.Length && (char.IsLetterOrDigit(template[end]) || template[end] == '_'))
        {
            end++;
        }

        name = template[first..end];
        if (isBraced && (end >= template.Length || template[end++] != '}'))
        {
            return false;
        }

        return name.Length > 0;
    }
}
