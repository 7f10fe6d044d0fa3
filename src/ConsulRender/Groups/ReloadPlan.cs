using ConsulRender.Processes;

namespace ConsulRender.Groups;

/// <summary>Which reload commands are one, and which groups of a turn meet in them. Stateless.</summary>
internal static class ReloadPlan
{
    /// <summary>The commands in their order, equal ones once.</summary>
    public static IReadOnlyList<ExternalCommand> Distinct(IEnumerable<ExternalCommand> commands) => [.. commands.DistinctBy(command => command.Line)];

    /// <summary>A round for each set of groups that are connected by commands; a group whose reload failed has a round of its own.</summary>
    /// <returns>The round of each group, in the order of the groups.</returns>
    public static ReloadRound[] Rounds(IReadOnlyList<OutputGroup> due)
    {
        var rounds = new ReloadRound[due.Count];
        var users = new Dictionary<CommandLine, ReloadRound>();
        for (var index = 0; index < rounds.Length; index++)
        {
            rounds[index] = new ReloadRound();
            foreach (var command in due[index].IsTriedAlone ? [] : due[index].Reloads)
            {
                if (!users.TryAdd(command.Line, rounds[index]) && users[command.Line] != rounds[index])
                {
                    Join(rounds.AsSpan(0, index + 1), rounds[index], users[command.Line]);
                }
            }
        }

        foreach (var round in rounds)
        {
            round.Awaited++;
        }

        return rounds;

        void Join(Span<ReloadRound> known, ReloadRound round, ReloadRound other)
        {
            known.Replace(round, other);
            foreach (var command in users.Keys.Where(command => users[command] == round).ToList())
            {
                users[command] = other;
            }
        }
    }
}
