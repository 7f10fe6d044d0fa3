using System.Globalization;
using System.Text.RegularExpressions;
using ConsulRender.Cli;
using Xunit;

namespace ConsulRender.Tests.Docs;

public sealed partial class OperationsPageTests
{
    [Fact]
    public void The_table_of_exit_codes_holds_every_code_and_no_other()
    {
        var documented = Row().Matches(Document.Read("operations.md"))
            .Select(row => (int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture), row.Groups[2].Value));
        var defined = Enum.GetNames<ExitCode>().Select(name => ((int)Enum.Parse<ExitCode>(name), name.ToLowerInvariant()));
        Assert.Equal(defined, documented);
    }

    // | 21 | timeout | ...
    [GeneratedRegex(@"^\| (\d+) \| ([a-z]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
