using System.Globalization;

namespace ConsulRender.Tests.Cli;

/// <summary>What a terminal shows of what was written to it; owned by one test.</summary>
internal sealed class Screen
{
    private readonly List<string> _lines = [""];
    private int _row;
    private int _column;

    /// <summary>The lines, without those that are empty at the end.</summary>
    internal string Text => string.Join('\n', _lines).TrimEnd('\n', ' ');

    /// <summary>How many columns the longest line ever had.</summary>
    internal int Width { get; private set; }

    internal static string Of(string written) => new Screen().Write(written).Text;

    internal Screen Write(string written)
    {
        for (var at = 0; at < written.Length; at++)
        {
            switch (written[at])
            {
                case '\r':
                    _column = 0;
                    break;
                case '\n':
                    (_row, _column) = (_row + 1, 0);
                    _lines.AddRange(Enumerable.Repeat("", Math.Max(0, _row + 1 - _lines.Count)));
                    break;
                case '\e':
                    var end = written.AsSpan(at).IndexOfAnyInRange('A', 'Z') + at;
                    Obey(written[end], written[(at + 2)..end]);
                    at = end;
                    break;
                default:
                    _lines[_row] = _lines[_row].PadRight(_column)[.._column] + written[at] + (_lines[_row].Length > _column ? _lines[_row][(_column + 1)..] : "");
                    Width = Math.Max(Width, ++_column);
                    break;
            }
        }

        return this;
    }

    private void Obey(char command, string number)
    {
        if (command == 'A')
        {
            _row -= int.Parse(number, CultureInfo.InvariantCulture);
        }
        else if (command == 'J')
        {
            _lines.RemoveRange(_row + 1, _lines.Count - _row - 1);
            _lines[_row] = _lines[_row].PadRight(_column)[.._column];
        }
    }
}
