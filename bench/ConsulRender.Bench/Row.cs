using System.Globalization;

namespace ConsulRender.Bench;

/// <summary>One line of the table; immutable.</summary>
/// <param name="Work">What was measured, with its unit.</param>
/// <param name="Ours">Our figures; none where it could not do the work.</param>
/// <param name="Peers">The peer's, when there is one; none where it could not do the work.</param>
/// <param name="Target">What is to be reached.</param>
internal sealed record Row(string Work, Samples Ours, Samples? Peers, Target Target)
{
    /// <summary>Ours divided by the peer's.</summary>
    public double? Ratio => Peers is { Count: > 0 } && Ours.Count > 0 && Ours.RatioTo(Peers) is var ratio && double.IsFinite(ratio) ? ratio : null;

    /// <summary>The cells, as text.</summary>
    public string[] Cells() =>
    [
        Work, Figures(Ours), Peers is null ? "-" : Figures(Peers),
        Ratio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}x") : "-",
        Target.ToString(), Target.Verdict(this),
    ];

    private static string Figures(Samples samples) => samples.Count switch
    {
        0 => "cannot",
        1 => Figure(samples.Median),
        _ => $"{Figure(samples.Median)} ({Figure(samples.Minimum)}..{Figure(samples.Maximum)})",
    };

    private static string Figure(double value) => value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
}

/// <summary>What a row is to reach: a ratio to the peer, or a figure of our own; immutable.</summary>
internal sealed record Target(double Limit, bool IsRatio)
{
    /// <summary>At most this many times the peer's figure.</summary>
    public static Target Times(double limit) => new(limit, IsRatio: true);

    /// <summary>At most this figure.</summary>
    public static Target AtMost(double limit) => new(limit, IsRatio: false);

    /// <summary>No target: shown for orientation.</summary>
    public static Target None { get; } = new(double.NaN, IsRatio: false);

    /// <summary>Whether the row reaches it.</summary>
    public string Verdict(Row row) => (double.IsNaN(Limit), row.Ours.Count == 0 ? double.PositiveInfinity : IsRatio ? row.Ratio : row.Ours.Median) switch
    {
        (true, _) => "",
        (_, null) => "needs PEER",
        (_, { } value) => value <= Limit ? "reached" : "MISSED",
    };

    /// <inheritdoc/>
    public override string ToString() => double.IsNaN(Limit)
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"<= {Limit:0.##}{(IsRatio ? "x" : "")}");
}
