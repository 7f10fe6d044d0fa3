using ConsulRender.Planning;

namespace ConsulRender.Cli;

/// <summary>Prints what ends the program to standard error, one line for each problem. Stateless.</summary>
internal static class ErrorLines
{
    /// <summary>Prints the problems and gives the exit code back.</summary>
    public static ExitCode Print(ExitCode exitCode, IEnumerable<string> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine($"consulrender: error: {Shown(problem)}");
        }

        return exitCode;
    }

    /// <summary>A message of one or several lines, in which nothing tells a terminal what to do.</summary>
    internal static string Shown(string message) => string.Join('\n', message.Split('\n').Select(SafeText.Of));
}
