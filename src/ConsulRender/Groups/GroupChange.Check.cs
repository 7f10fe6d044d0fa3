using ConsulRender.Processes;

namespace ConsulRender.Groups;

/// <content>The check commands judge the staged files before the first is swapped.</content>
internal sealed partial class GroupChange
{
    private async Task<ApplyOutcome.Failed?> CheckAsync(CancellationToken cancellationToken)
    {
        var texts = _files.Where(file => file.Text is not null).ToList();
        if (texts.TrueForAll(file => file.Source.Check is null))
        {
            return null;
        }

        var all = new CheckedFiles(texts.ConvertAll(file => (Path.GetFullPath(file.Destination.Path), file.Destination.CheckedPath)));
        var ran = new List<(ExternalCommand Command, string Path)>();
        foreach (var file in texts)
        {
            var path = file.Destination.CheckedPath;
            if (file.Source.Check is not { } command || ran.Exists(other => command.DoesTheSame(path, other.Command, other.Path, all)))
            {
                continue;
            }

            ran.Add((command, path));
            var outcome = await command.RunAsync(path, cancellationToken, all);
            if (!outcome.Succeeded)
            {
                return new ApplyOutcome.Failed(
                    FailureKind.Check,
                    $"{file.Destination.Path}: check command \"{command.Line}\" {outcome.Problem}; the file was left as it is{outcome.IndentedOutput}");
            }

            if (outcome.Output.Length > 0)
            {
                _checkOutput.Add($"{file.Destination.Path}: check command said: {outcome.Output}");
            }
        }

        return null;
    }
}
