using ConsulRender.Consul.Transport;

namespace ConsulRender.Consul.Watching;

/// <summary>What an answer to a beacon means.</summary>
internal enum BeaconAnswer
{
    /// <summary>Its wait ended, or it woke for nothing.</summary>
    Nothing,

    /// <summary>Something changed.</summary>
    Changed,

    /// <summary>Consul lost data or went back to older ones: nothing that was seen before counts.</summary>
    StartOver,
}

/// <summary>One beacon with its index and the question under way; owned by one coarse watch and used inside its loop only.</summary>
internal sealed class ArmedBeacon(ConsulClient client, Beacon beacon, TimeProvider timeProvider)
{
    private ulong _returned;
    private ulong _sent;
    private long _asked;
    private Task<Reading>? _pending;

    /// <summary>What the last answer said.</summary>
    internal object? Value { get; private set; }

    /// <summary>The index of the last answer.</summary>
    internal ulong Index => _returned;

    /// <summary>The question under way.</summary>
    internal Task Pending => _pending!;

    /// <summary>Whether there is one.</summary>
    internal bool IsArmed => _pending is not null;

    /// <summary>Whether it was answered.</summary>
    internal bool IsAnswered => _pending is { IsCompleted: true };

    /// <summary>Reads where to begin.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        var reading = await client.QueryAsync(beacon, new Ask { From = Source.CertainLeader }, cancellationToken);
        (_returned, _sent, Value) = (reading.Index, reading.Index, reading.Value);
    }

    /// <summary>Asks, unless a question is under way.</summary>
    internal void Arm(CancellationToken cancellationToken)
    {
        if (_pending is null)
        {
            _asked = timeProvider.GetTimestamp();
            _pending = client.QueryAsync(beacon, new Ask { Index = _sent, From = Source.Leader }, cancellationToken);
        }
    }

    /// <summary>Takes the answer.</summary>
    internal async Task<BeaconAnswer> TakeAsync(CancellationToken cancellationToken)
    {
        var pending = _pending!;
        _pending = null;
        var reading = await pending;
        var (returned, sent) = (_returned, _sent);
        (_returned, Value) = (reading.Index, reading.Value);
        if (reading.Index < returned)
        {
            return BeaconAnswer.StartOver;
        }

        _sent = Math.Max(sent, reading.Index);
        if (reading.Index > sent || reading.Index == 0)
        {
            return BeaconAnswer.Changed;
        }

        // Woken for nothing: so a restored snapshot wakes a question, with the index it sent; the index that counts from then on comes without one.
        return timeProvider.GetElapsedTime(_asked) < client.Wait ? await LookAgainAsync(returned, cancellationToken) : BeaconAnswer.Nothing;
    }

    /// <summary>Everything up to an index was seen elsewhere.</summary>
    internal void SkipTo(ulong index) => _sent = Math.Max(_sent, index);

    private async Task<BeaconAnswer> LookAgainAsync(ulong returned, CancellationToken cancellationToken)
    {
        var sent = _sent;
        await StartAsync(cancellationToken);
        _sent = Math.Max(sent, _returned);
        return _returned < returned ? BeaconAnswer.StartOver
            : _returned > sent ? BeaconAnswer.Changed
            : BeaconAnswer.Nothing;
    }
}
