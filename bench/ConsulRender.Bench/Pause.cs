namespace ConsulRender.Bench;

/// <summary>Lets time pass between two looks, or for a process to settle; never inside a measured span.</summary>
internal static class Pause
{
    /// <summary>Returns after this time.</summary>
    public static void For(TimeSpan duration) => Task.Delay(duration, TimeProvider.System).Wait();
}
