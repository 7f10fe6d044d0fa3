namespace ConsulRender.Bench;

/// <summary>The figures of one size as rows with the targets of issue 4; immutable.</summary>
internal sealed class ScaleRows(ScaleSize size, ScaleFigures ours, ScaleFigures? peers)
{
    private readonly ScaleTargets _targets = ScaleTargets.Of(size);

    /// <summary>All rows.</summary>
    public IEnumerable<Row> All() =>
    [
        Of("connections, nothing changed yet", figures => figures.QuietConnections, _targets.Connections.Quiet),
        Of("connections, the most", figures => figures.MostConnections, _targets.Connections.Most),
        Of("first complete file, s", figures => figures.FirstFile, _targets.FirstFile),
        Of("isolated change to file: p50, ms", figures => Percentile(figures.Isolated, 50), _targets.Isolated.P50),
        Of("isolated change to file: p99, ms", figures => Percentile(figures.Isolated, 99), _targets.Isolated.P99),
        Of("isolated change of tags or a node: p50, ms", figures => Percentile(figures.IsolatedRare, 50), Target.None),
        Of("service changed a moment ago: p50, ms", figures => Percentile(figures.Repeated, 50), _targets.Repeated),
        Of("service changed a moment ago: p99, ms", figures => Percentile(figures.Repeated, 99), Target.None),
        Of("last of 100 changes/s to file, ms", figures => figures.LastChange, Target.None),
        Of("agent CPU, idle, unwatched: %", figures => figures.IdleAlone, Target.None),
        Of("agent CPU, idle: %", figures => figures.Idle.Agent, _targets.AgentCpu.Idle),
        Of("our CPU, idle: %", figures => figures.Idle.Own, _targets.OwnCpu.Idle),
        Of("agent CPU, 100 changes/s, unwatched: %", figures => figures.BusyAlone, Target.None),
        Of("agent CPU, 100 changes/s: %", figures => figures.Busy.Agent, _targets.AgentCpu.Busy),
        Of("our CPU, 100 changes/s: %", figures => figures.Busy.Own, _targets.OwnCpu.Busy),
        Of("resident, MB", figures => figures.Resident, _targets.Resident.Now),
        Of("resident at its peak, MB", figures => figures.Peak, _targets.Resident.Peak),
        Of("other clients refused", figures => figures.Refused, Target.AtMost(0)),
        Of("lines that differ from a fresh -once", figures => figures.Differences, Target.AtMost(0)),
    ];

    private Row Of(string work, Func<ScaleFigures, Samples> figure, Target target) =>
        new($"{size}: {work}", figure(ours), peers is null ? null : figure(peers), target);

    private static Samples Percentile(Samples samples, int percent) => samples.Count == 0 ? samples : Samples.Of(samples.Percentile(percent));
}
