using ConsulRender.Groups;
using ConsulRender.Settings;
using ConsulRender.Tests.Engine;

namespace ConsulRender.Tests.Faults;

/// <summary>One way in which something on the daemon's own host goes wrong, and right again; immutable.</summary>
/// <param name="Name">What goes wrong, in words.</param>
/// <param name="Kind">What the group's outcome is meanwhile; null when it costs nothing.</param>
/// <param name="Words">What its message says.</param>
internal sealed record HostFault(string Name, FailureKind? Kind, string Words)
{
    /// <summary>The command that is run before the swap, if it matters; it leaves a line in <c>DIR/tries</c> each time.</summary>
    internal string? Check { get; init; }

    /// <summary>The command that is run after the swap, if it matters; the same.</summary>
    internal string? Reload { get; init; }

    /// <summary>Whether the command does not end, so that it is given a minute; otherwise it has all the time that a fast clock may take from it.</summary>
    internal bool Hangs { get; init; }

    /// <summary>Whether the file lies on a small file system of its own, which only root can have.</summary>
    internal bool IsMounted { get; init; }

    /// <summary>Makes it go wrong; what the commands look for is the file <c>broken</c>.</summary>
    internal Func<TemporaryDirectory, Task> Break { get; init; } = directory =>
    {
        directory.Write("broken", "");
        return Task.CompletedTask;
    };

    /// <summary>Makes it right again.</summary>
    internal Func<TemporaryDirectory, Task> Mend { get; init; } = directory =>
    {
        File.Delete(directory.Path("broken"));
        return Task.CompletedTask;
    };

    private TimeSpan Timeout => Hangs ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(1000);

    internal TemplateSettings Set(TemplateSettings template, TemporaryDirectory directory) => template with
    {
        Check = directory.Command(Check),
        Command = directory.Command(Reload ?? "cat DIR/live/out >>LOG; echo >>LOG"),
        CheckTimeout = Timeout,
        CommandTimeout = Timeout,
    };
}
