using System.Net.Sockets;
using ConsulRender.Tests.Consul;

namespace ConsulRender.Tests.Faults;

/// <summary>A real socket before an agent in memory, which carries questions and answers faithfully until it is broken; owned by one test.</summary>
internal sealed class FaultyWire : IAsyncDisposable
{
    private readonly ScriptedConsul _consul;
    private readonly TimeProvider _timeProvider;
    private readonly HttpMessageInvoker _behind;
    private readonly LoopbackAgent _agent;
    private WireFault? _fault;
    private int _shown;
    private int _asked;

    internal FaultyWire(ScriptedConsul consul, TimeProvider timeProvider)
    {
        _consul = consul;
        _timeProvider = timeProvider;
        _behind = new HttpMessageInvoker(consul, disposeHandler: false);
        _agent = new LoopbackAgent(AnswerAsync) { Greet = Greet };
    }

    internal Uri Address => _agent.Address;

    /// <summary>How often the fault was shown since it began.</summary>
    internal int Shown => Volatile.Read(ref _shown);

    /// <summary>How many requests came, and how many connections that were not let in.</summary>
    internal int Asked => Volatile.Read(ref _asked);

    /// <summary>Breaks the wire: the agent answers what it holds with what there is, and whatever is asked from then on meets the fault.</summary>
    internal async Task BreakAsync(WireFault fault)
    {
        Volatile.Write(ref _shown, 0);
        Volatile.Write(ref _fault, fault);
        if (fault.ClosesPort)
        {
            await _agent.CloseAsync();
            return;
        }

        _consul.Release();
    }

    /// <summary>Mends it. What hangs goes on hanging, as it would.</summary>
    internal void Mend()
    {
        if (Interlocked.Exchange(ref _fault, null) is { ClosesPort: true })
        {
            _agent.Open();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        _behind.Dispose();
    }

    private bool Greet(Socket connection)
    {
        if (Volatile.Read(ref _fault)?.Greet is not { } greet)
        {
            return true;
        }

        Interlocked.Increment(ref _asked);
        Interlocked.Increment(ref _shown);
        greet(connection);
        return false;
    }

    private async Task<bool> AnswerAsync(LoopbackRequest request)
    {
        Interlocked.Increment(ref _asked);
        var exchange = new WireExchange(request, _behind, _timeProvider);
        if (Volatile.Read(ref _fault) is not { } fault)
        {
            return await exchange.AnswerAsync();
        }

        Interlocked.Increment(ref _shown);
        return await fault.Play(exchange);
    }
}
