using System.Globalization;
using System.Text;
using System.Web;
using ConsulRender.Consul;

namespace ConsulRender.Tests;

/// <summary>How the header that Consul always sends arrives when the agent, or a proxy before it, is not well.</summary>
public enum IndexHeader
{
    Sent,
    Zero,
    Missing,
}

/// <summary>An agent in memory: it answers and blocks as Consul does, from a catalog that the test changes, and misbehaves when told to. Owned by one test.</summary>
internal sealed class ScriptedConsul(TimeProvider timeProvider) : HttpMessageHandler
{
    private readonly object _gate = new();
    private readonly List<ScriptedRequest> _requests = [];
    private readonly Queue<Misbehaviour> _next = [];
    private TaskCompletionSource _changed = NewPulse();
    private TaskCompletionSource _cut = NewPulse();
    private TaskCompletionSource _released = NewPulse();
    private int _blocked;

    /// <summary>The services and keys, changed through <see cref="Change"/>.</summary>
    private readonly ScriptedCatalog _catalog = new();

    /// <summary>What every answer is instead; null behaves.</summary>
    internal Misbehaviour? Always { get; set; }

    /// <summary>The path whose answers <see cref="Always"/> takes the place of; null is every path.</summary>
    internal string? AlwaysAt { get; set; }

    internal IndexHeader IndexHeader { get; set; }

    /// <summary>The headers of an answer to a query with <c>stale</c>.</summary>
    internal (string KnownLeader, string LastContact, string? Backend) Staleness { get; set; } = ("true", "0", null);

    /// <summary>Whether answers say that the token hides a part of them.</summary>
    internal bool Filters { get; set; }

    /// <summary>Everything that was asked, in order.</summary>
    internal IReadOnlyList<ScriptedRequest> Requests => Guarded(() => _requests.ToArray());

    /// <summary>How much was asked.</summary>
    internal int Asked => Guarded(() => _requests.Count);

    /// <summary>How many queries the agent holds at the moment.</summary>
    internal int Blocked => Guarded(() => _blocked);

    /// <summary>A client of this agent.</summary>
    internal ConsulClient Client(ConsulOptions? options = null) => new(options ?? new(), timeProvider, this);

    /// <summary>Changes the catalog and wakes the queries that wait for the change.</summary>
    internal void Change(Action<ScriptedCatalog> change)
    {
        Guarded(() =>
        {
            change(_catalog);
            return 0;
        });
        Pulse(ref _changed);
    }

    /// <summary>The next answers are these instead, each once, and before <see cref="Always"/>.</summary>
    internal void Next(params ReadOnlySpan<Misbehaviour> misbehaviours)
    {
        lock (_gate)
        {
            foreach (var misbehaviour in misbehaviours)
            {
                _next.Enqueue(misbehaviour);
            }
        }
    }

    /// <summary>Cuts the connections of all queries the agent holds, as a killed agent does.</summary>
    internal void Cut() => Pulse(ref _cut);

    /// <summary>Answers all queries the agent holds with what there is, as a restored Consul snapshot does.</summary>
    internal void Release() => Pulse(ref _released);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = ScriptedRequest.Of(request, timeProvider);
        var misbehaviour = Enter(asked);

        // A real connection answers on another thread, and callers must stand that.
        await Task.Yield();
        if (misbehaviour is not null)
        {
            return await misbehaviour(cancellationToken);
        }

        var timeout = asked.Index == 0 ? Task.CompletedTask : Task.Delay(asked.Wait, timeProvider, cancellationToken);
        while (true)
        {
            var (answer, changed, cut, released) = Guarded(() => (asked.Body is { } body ? _catalog.Transact(body) : _catalog.Answer(asked.Path, asked.Parameters), _changed.Task, _cut.Task, _released.Task));
            var blocks = IndexHeader == IndexHeader.Sent && asked.Index > 0 && answer.Index <= asked.Index;
            if (!blocks || timeout.IsCompleted || !await WaitAsync(changed, cut, released, timeout, cancellationToken))
            {
                return Response(answer, asked);
            }
        }
    }

    // True when it must look again, false when it must answer.
    private async Task<bool> WaitAsync(Task changed, Task cut, Task released, Task timeout, CancellationToken cancellationToken)
    {
        Guarded(() => _blocked++);
        try
        {
            var woken = await Task.WhenAny(changed, cut, released, timeout).WaitAsync(cancellationToken);
            return woken == cut ? throw Misbehaviours.Closed() : woken == changed;
        }
        finally
        {
            Guarded(() => _blocked--);
        }
    }

    private Misbehaviour? Enter(ScriptedRequest asked) => Guarded(() =>
    {
        _requests.Add(asked);
        return _next.TryDequeue(out var next) ? next : AlwaysAt is null || AlwaysAt == asked.Path ? Always : null;
    });

    private HttpResponseMessage Response(ScriptedAnswer answer, ScriptedRequest asked)
    {
        var response = new HttpResponseMessage(answer.Status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(answer.Body)) };
        if (IndexHeader != IndexHeader.Missing)
        {
            response.Headers.Add("X-Consul-Index", IndexHeader == IndexHeader.Zero ? "0" : answer.Index.ToString(CultureInfo.InvariantCulture));
        }

        var (knownLeader, lastContact, backend) = asked.IsStale ? Staleness : ("true", "0", null);
        response.Headers.Add("X-Consul-KnownLeader", knownLeader);
        response.Headers.Add("X-Consul-LastContact", lastContact);
        if (backend is not null)
        {
            response.Headers.Add("X-Consul-Query-Backend", backend);
        }

        if (Filters)
        {
            response.Headers.Add("X-Consul-Results-Filtered-By-ACLs", "true");
        }

        return response;
    }

    private T Guarded<T>(Func<T> action)
    {
        lock (_gate)
        {
            return action();
        }
    }

    private void Pulse(ref TaskCompletionSource pulse)
    {
        lock (_gate)
        {
            pulse.SetResult();
            pulse = NewPulse();
        }
    }

    private static TaskCompletionSource NewPulse() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>One request as the agent saw it; immutable.</summary>
internal sealed record ScriptedRequest(string Target, string Path, IReadOnlyDictionary<string, string> Parameters, string? Token, DateTimeOffset Time)
{
    /// <summary>What was sent with PUT; null with GET.</summary>
    internal string? Body { get; init; }

    internal ulong Index => Parameters.TryGetValue("index", out var index) ? ulong.Parse(index, CultureInfo.InvariantCulture) : 0;

    internal TimeSpan Wait => TimeSpan.FromMilliseconds(double.Parse(Parameters["wait"].Replace("ms", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));

    internal bool IsStale => Parameters.ContainsKey("stale");

    internal bool IsConsistent => Parameters.ContainsKey("consistent");

    private static string? Text(HttpContent? content)
    {
        if (content is null)
        {
            return null;
        }

        using var reader = new StreamReader(content.ReadAsStream(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    internal static ScriptedRequest Of(HttpRequestMessage request, TimeProvider timeProvider)
    {
        var text = request.RequestUri!.OriginalString;
        var target = text[text.IndexOf("/v1/", StringComparison.Ordinal)..];
        var parts = target.Split('?', 2);
        var query = HttpUtility.ParseQueryString(parts.Length > 1 ? parts[1] : "");
        var parameters = query.AllKeys.ToDictionary(name => name!, name => query[name]!);
        var token = request.Headers.TryGetValues("X-Consul-Token", out var values) ? values.Single() : null;
        return new(target, Uri.UnescapeDataString(parts[0]), parameters, token, timeProvider.GetUtcNow()) { Body = Text(request.Content) };
    }
}
