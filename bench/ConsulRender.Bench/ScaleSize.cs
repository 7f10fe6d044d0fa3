using System.Globalization;

namespace ConsulRender.Bench;

/// <summary>How much the part "scale" puts into an agent, how it is asked, and for how long; immutable.</summary>
/// <param name="Services">Service names.</param>
/// <param name="Instances">Instances of each; twenty share a node.</param>
/// <param name="IsTls">Whether the daemon talks to the HTTPS API.</param>
internal sealed record ScaleSize(int Services, int Instances, bool IsTls)
{
    /// <summary>What the issue asks for.</summary>
    public static IReadOnlyList<ScaleSize> All =>
        [new(190, 5, IsTls: false), Quick, Quick with { IsTls = true }, new(5_000, 5, IsTls: false), new(10_000, 2, IsTls: true)];

    /// <summary>The one size of a quick run.</summary>
    public static ScaleSize Quick => new(1_000, 5, IsTls: false);

    /// <summary>Nodes that the instances are spread over.</summary>
    public int Nodes => Math.Max(1, Services * Instances / 20);

    // The size that has a target for everything gets the most time.
    private bool IsMain => Services == 1_000;

    /// <summary>Changes of services that have been quiet.</summary>
    public int IsolatedRounds(bool quick) => (quick, IsMain, Services > 1_000) switch
    {
        (true, _, _) => 12,
        (_, true, _) => 100,
        (_, _, true) => 32,
        _ => 30,
    };

    /// <summary>How long nothing changes before the next change of a quiet service, so that it meets a daemon at rest.</summary>
    public TimeSpan Rest => TimeSpan.FromMilliseconds(Services > 1_000 && !IsTls ? 1_000 : 300);

    /// <summary>How long the load and the idle time last with a daemon.</summary>
    public TimeSpan CpuTime(bool quick) => TimeSpan.FromSeconds((quick, IsMain, Services > 1_000) switch
    {
        (true, _, _) => 5,
        (_, true, _) => 20,
        (_, _, true) => 10,
        _ => 5,
    });

    /// <summary>The same without one, which is steadier.</summary>
    public TimeSpan CpuTimeAlone(bool quick) => CpuTime(quick) < TimeSpan.FromSeconds(10) ? CpuTime(quick) : TimeSpan.FromSeconds(6);

    /// <summary>Reads 1000x5 or 1000x5-tls.</summary>
    public static ScaleSize Parse(string text)
    {
        const string tls = "-tls";
        var isTls = text.EndsWith(tls, StringComparison.Ordinal);
        var numbers = (isTls ? text[..^tls.Length] : text).Split('x');
        return numbers.Length == 2
            ? new(int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture), isTls)
            : throw new ArgumentException($"{text} is no size; 1000x5 and 1000x5-tls are");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Services:N0} x {Instances}{(IsTls ? " TLS" : "")}");
}
