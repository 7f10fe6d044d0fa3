using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Transport;

namespace ConsulRender.Consul.Watching;

/// <summary>
/// The first answers to keys that a short run begins to ask for at the same time: one request for up to <see cref="KeyTransaction.MostKeys"/> of them. What it cannot
/// answer, a key that does not exist among it, is asked for by its own watch as if there were no transaction. Owned by <see cref="AgentWatches"/>.
/// </summary>
internal sealed class KeysTogether : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConsulClient _client;
    private readonly Task<Reading?> _answer;

    private KeysTogether(ConsulClient client, List<KeyValue> keys)
    {
        _client = client;
        Keys = keys;
        _answer = AskAsync(new KeyTransaction(keys[0].Datacenter, keys.ConvertAll(Name)));
    }

    /// <summary>Whose answers these are.</summary>
    internal IReadOnlyList<KeyValue> Keys { get; }

    /// <summary>Asks for those among some new questions that are better asked for together: more keys of one datacenter than there may be connections.</summary>
    internal static IEnumerable<KeysTogether> Ask(ConsulClient client, List<ConsulQuery> added)
    {
        var keys = new List<KeyValue>();
        foreach (var query in added)
        {
            if (query is KeyValue key && !client.HasTenancy && MayJoin(key))
            {
                keys.Add(key);
            }
        }

        while (keys.Count > client.MaxConnections)
        {
            var datacenter = keys[0].Datacenter;
            var there = keys.FindAll(key => key.Datacenter == datacenter);
            keys.RemoveAll(key => key.Datacenter == datacenter);
            for (var at = 0; there.Count > client.MaxConnections && at < there.Count; at += KeyTransaction.MostKeys)
            {
                yield return new KeysTogether(client, there.GetRange(at, Math.Min(KeyTransaction.MostKeys, there.Count - at)));
            }
        }
    }

    /// <summary>The first answer to a key; null when its watch must ask for it alone.</summary>
    /// <exception cref="ConsulException">The agent cannot be reached, which it could not for the key alone, either.</exception>
    internal async Task<Reading?> FirstAsync(KeyValue key, CancellationToken cancellationToken) =>
        await _answer.WaitAsync(cancellationToken) is { } reading && Answer(reading).Values.TryGetValue(Name(key), out var value)
            ? new Reading(key, reading.Index, value, reading.Time)
            : null;

    /// <summary>Stops asking and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _answer;
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConsulException)
        {
            // Whoever waited for it has heard of it.
        }

        _stop.Dispose();
    }

    // What does not exist, or may not be read, stands in the way of the rest, which is asked for again without it.
    private async Task<Reading?> AskAsync(KeyTransaction question)
    {
        var reading = await TransactAsync(question);
        if (reading is null || Answer(reading).Refused is not { Count: > 0 } refused)
        {
            return reading;
        }

        var rest = question.Keys.FindAll(key => !refused.Contains(key));
        return rest.Count == 0 ? null : await TransactAsync(question with { Keys = rest });
    }

    private async Task<Reading?> TransactAsync(KeyTransaction question)
    {
        try
        {
            return await _client.QueryAsync(question, new Ask { From = Source.Follower }, _stop.Token);
        }
        catch (ConsulException exception) when (exception.Failure != ConsulFailure.Unreachable)
        {
            // A proxy that lets no PUT through, for example. Each key says for itself what is wrong with it.
            return null;
        }
    }

    private static KeyTransactionAnswer Answer(Reading reading) => (KeyTransactionAnswer)reading.Value!;

    // In a namespace or a partition each key would have to say where it is.
    private static bool MayJoin(KeyValue key) => Name(key).Length > 0 && key.Scope is { Namespace: null, Partition: null, Peer: null, SamenessGroup: null };

    // A leading slash means nothing to Consul.
    private static string Name(KeyValue key) => key.Key.TrimStart('/');
}
