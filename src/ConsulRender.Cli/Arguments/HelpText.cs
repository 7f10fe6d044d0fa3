using System.Text;

namespace ConsulRender.Cli.Arguments;

/// <summary>What <c>-h</c> prints, made of the flags there are; kept by golden tests. Stateless.</summary>
internal static class HelpText
{
    private const int Width = 80;
    private const int HelpColumn = 26;

    /// <summary>The help of the program itself.</summary>
    public static string Text => Compose(
        """
        usage: consulrender [flags]
               consulrender check|plan|settings|status|completion [flags]
               consulrender release|rollback|versions GROUP [flags]

        Keeps configuration files equal to what Consul says, and tells the program that
        reads them. Runs as a daemon, or once with -once. Flags take one dash or two,
        and '-flag value' or '-flag=value'; a switch is turned off with '-flag=false'.

          check       finds mistakes in settings and templates, without Consul
          plan        shows what would change in the files, and changes nothing
          settings    prints the settings that hold, and who said each
          status      prints how a running daemon is, for people or as JSON
          release     lets through what the guards of a group hold, or ends a rollback
          rollback    puts an earlier version of a group's files in place, and holds it
          versions    lists the earlier versions of a group's files
          completion  prints a completion script for bash or zsh
        'consulrender COMMAND -h' tells more.

        """,
        FlagTable.Groups,
        """

        Exit codes: 0 done, 12 interrupted, 13 usage, 15 settings, 20 template,
        21 timeout, 22 Consul refused, 23 file, 24 check command, 25 reload command,
        26 refused by a guard, 27 no daemon to ask, 2 changes planned, 1 a bug, a plan
        that failed, or a daemon that is not healthy. docs/operations.md tells what to
        do about each.

        """);

    /// <summary>The help of <c>check</c>.</summary>
    public static string Check => Compose(
        """
        usage: consulrender check [flags]

        Prints what is wrong or doubtful in settings and templates, one line each:
        FILE:LINE:COLUMN: SEVERITY: MESSAGE. Asks no Consul, runs no command and writes
        no file. docs/checking.md explains every rule.

        """,
        FlagTable.OfCheck,
        """

        Exit codes: 0 no errors, 1 errors, 13 usage.

        """);

    /// <summary>The help of <c>plan</c>.</summary>
    public static string Plan => Compose(
        """
        usage: consulrender plan [flags]

        Renders every template with what Consul says now, or a fixture, and prints what
        would change in the files as a unified diff. Runs no command, writes no file.
        Takes the flags of consulrender ('consulrender -h' lists them), and this one:

        """,
        [FlagTable.OfPlan],
        """

        Exit codes: 0 no changes, 2 changes, 1 an error, 13 usage, 15 settings.

        """);

    /// <summary>The help of <c>settings</c>.</summary>
    public const string Settings = """
        usage: consulrender settings [flags]

        Prints the settings that hold, one line each, with the file, flag or variable
        that said so; secrets are shown as ***. What nobody said has its default, which
        docs/settings.md tells. Takes the flags of consulrender ('consulrender -h').

        Exit codes: 0 printed, 13 usage, 15 settings that cannot be used.

        """;

    /// <summary>The help of <c>status</c>.</summary>
    public static string Status => Compose(
        """
        usage: consulrender status [flags]

        Asks the running daemon how it is: for each group its condition, last apply, age
        of data, what it waits for, last check and reload, and what is held.

        """,
        FlagTable.OfStatus,
        """

        Exit codes: 0 healthy, 1 degraded or waiting, 13 usage, 27 no daemon answers.

        """);

    /// <summary>The help of <c>release</c>.</summary>
    public static string Release => Compose(
        """
        usage: consulrender release GROUP [flags]

        Lets the change of a group that its guards hold through, once; after a rollback,
        makes the group follow the data again. A group is named by its output_group,
        else by its destination, as 'consulrender status' does.

        """,
        FlagTable.OfControl,
        """

        Exit codes: 0 let through, or nothing was held; 13 usage, or no such group;
        27 no daemon answers; else as the change ended (24 check, 25 reload, ...).

        """);

    /// <summary>The help of <c>rollback</c> and <c>versions</c>.</summary>
    public static string Rollback => Compose(
        """
        usage: consulrender rollback GROUP [VERSION] [flags]
               consulrender versions GROUP [flags]

        Puts the files of a group back to an earlier version, by default the newest,
        with check and reload as any change, and holds the group there, also through
        restarts, until 'consulrender release GROUP'. 'versions' lists what there is.

        """,
        FlagTable.OfControl,
        """

        Exit codes: 0 done; 13 usage, or no such group or version; 27 no daemon answers;
        else as the change ended (24 check, 25 reload, ...), and nothing is held.

        """);

    /// <summary>The help of <c>completion</c>.</summary>
    public const string Completion = """
        usage: consulrender completion bash|zsh

        Prints a script that completes commands, flags and file names. For bash:
          consulrender completion bash > /etc/bash_completion.d/consulrender
        For zsh, into a directory of $fpath:
          consulrender completion zsh > /usr/share/zsh/site-functions/_consulrender

        """;

    private static string Compose(string introduction, IEnumerable<FlagGroup> groups, string end)
    {
        var text = new StringBuilder(introduction);
        foreach (var group in groups)
        {
            text.Append('\n').Append(group.Title).Append('\n');
            foreach (var flag in group.Flags)
            {
                Append(text, flag);
            }
        }

        return text.Append(end).ToString();
    }

    private static void Append(StringBuilder text, FlagDefinition flag)
    {
        var column = text.Length;
        text.Append("  -").Append(flag.Name).Append(flag.Value.Length > 0 ? " " : "").Append(flag.Value);
        column = text.Length - column;
        if (column > HelpColumn - 2)
        {
            text.Append('\n');
            column = 0;
        }

        foreach (var word in flag.Help.Split(' '))
        {
            if (column > HelpColumn && column + word.Length >= Width)
            {
                text.Append('\n');
                column = 0;
            }

            var blanks = column < HelpColumn ? HelpColumn - column : 1;
            text.Append(' ', blanks).Append(word);
            column += blanks + word.Length;
        }

        text.Append('\n');
    }
}
