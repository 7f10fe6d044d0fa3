namespace ConsulRender.Bench;

/// <summary>The figures of one row for one contestant, in the order of the rounds; owned by the measurement that fills it.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    /// <summary>How many there are.</summary>
    public int Count => _values.Count;

    /// <summary>The figures in the order they were taken.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Adds one.</summary>
    public void Add(double value) => _values.Add(value);

    /// <summary>Forgets what was measured while warming up.</summary>
    public void Clear() => _values.Clear();

    /// <summary>The smallest.</summary>
    public double Minimum => _values.Min();

    /// <summary>The largest.</summary>
    public double Maximum => _values.Max();

    /// <summary>The middle one.</summary>
    public double Median => Percentile(50);

    /// <summary>The value that this share of the figures does not exceed.</summary>
    public double Percentile(int percent)
    {
        var sorted = _values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(percent / 100.0 * sorted.Count) - 1, 0, sorted.Count - 1)];
    }

    /// <summary>The median of this one's figures divided by the other's of the same round, which a busy moment touches alike.</summary>
    public double RatioTo(Samples other)
    {
        var ratios = new Samples();
        for (var round = 0; round < Math.Min(Count, other.Count); round++)
        {
            ratios.Add(_values[round] / other._values[round]);
        }

        return ratios.Median;
    }

    /// <summary>One figure.</summary>
    public static Samples Of(double value)
    {
        var samples = new Samples();
        samples.Add(value);
        return samples;
    }
}
