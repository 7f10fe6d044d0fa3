using ConsulRender.Consul.Watching;
using ConsulRender.Control;
using ConsulRender.Settings;

namespace ConsulRender;

/// <summary>What the mailbox carries; messages are hints, the state of the loop decides. A closed family.</summary>
internal abstract record Message
{
    private Message()
    {
    }

    /// <summary>A watch has something to tell.</summary>
    public sealed record Reported(WatchReport Report) : Message;

    /// <summary>The supervised child has ended: look at how.</summary>
    public sealed record ChildExited : Message
    {
        public static ChildExited Instance { get; } = new();
    }

    /// <summary>A signal came that the child is to get.</summary>
    public sealed record Signalled(SignalName Signal) : Message;

    /// <summary>Somebody asks for something to be done with a group.</summary>
    public sealed record Ordered(Order Order) : Message;

    /// <summary>Settings or templates were read again.</summary>
    public sealed record Replaced(Replacement Replacement) : Message;

    /// <summary>Time has passed: look at what is due.</summary>
    public sealed record Tick : Message
    {
        public static Tick Instance { get; } = new();
    }
}
