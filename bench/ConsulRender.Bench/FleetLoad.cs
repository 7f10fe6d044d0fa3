using System.Diagnostics;

namespace ConsulRender.Bench;

/// <summary>Changes the fleet 100 times a second on one connection, each change after the answer to the one before.</summary>
internal static class FleetLoad
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Keeps it up for so long; a change that is late is made up for, so the number of changes does not depend on the machine.</summary>
    public static void Run(KeyWriter writer, FleetChanges changes, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        for (var due = TimeSpan.Zero; due < duration; due += Interval)
        {
            var early = due - Stopwatch.GetElapsedTime(start);
            if (early > TimeSpan.Zero)
            {
                Pause.For(early);
            }

            var change = changes.Random();
            writer.Send(change.Path, change.Body);
            writer.ReceiveAnswer();
        }
    }
}
