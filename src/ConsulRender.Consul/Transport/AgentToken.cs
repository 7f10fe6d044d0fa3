namespace ConsulRender.Consul.Transport;

/// <summary>The token to send now: that of the options, or what their file holds; owned by the client.</summary>
internal sealed class AgentToken(ConsulOptions options, TimeProvider timeProvider)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    // Two queries may read the file at once; both then keep what they read, and one of them stays.
    private volatile Held? _held;

    /// <summary>The token; null sends none. A file that is away, empty or half written leaves the last token in place.</summary>
    internal Secret? Current
    {
        get
        {
            if (options.TokenFile is not { } file)
            {
                return options.Token;
            }

            if (_held is not { } held || timeProvider.GetElapsedTime(held.Read) >= Freshness)
            {
                _held = held = new(Read(file) ?? _held?.Token ?? options.Token, timeProvider.GetTimestamp());
            }

            return held.Token;
        }
    }

    /// <summary>Waits until the token is another than this one, or until the delay is over.</summary>
    internal async Task ChangesAsync(Secret? from, TimeSpan delay, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        var left = delay;
        while (left > TimeSpan.Zero && (options.TokenFile is null || Equals(Current, from)))
        {
            await Task.Delay(options.TokenFile is null || left < Freshness ? WholeMilliseconds(left) : Freshness, timeProvider, cancellationToken);
            left = delay - timeProvider.GetElapsedTime(started);
        }
    }

    // .NET drops what is less than a millisecond; a rest of that would be asked for again and again without any waiting.
    private static TimeSpan WholeMilliseconds(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));

    private static Secret? Read(string file)
    {
        try
        {
            return TokenFile.Read(file);
        }
        catch (ConnectionException)
        {
            return null;
        }
    }

    private sealed record Held(Secret? Token, long Read);
}
