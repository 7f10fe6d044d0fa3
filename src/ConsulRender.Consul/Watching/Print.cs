namespace ConsulRender.Consul.Watching;

/// <summary>Reduces what changes with a thing to a number that can be compared. Stateless.</summary>
/// <remarks>Consul gives lists in any order, so the numbers of their items are added up; each is mixed well first, so that changes do not cancel out.</remarks>
/// <seealso href="http://www.isthe.com/chongo/tech/comp/fnv/"/>
internal static class Print
{
    private const ulong Prime = 1099511628211;

    /// <summary>The number of nothing.</summary>
    internal const ulong Start = 14695981039346656037;

    /// <summary>A number that also depends on a text.</summary>
    internal static ulong With(this ulong print, ReadOnlySpan<byte> text)
    {
        foreach (var letter in text)
        {
            print = (print ^ letter) * Prime;
        }

        // Two texts must not read like one that is longer.
        return (print ^ 0xff) * Prime;
    }

    /// <summary>A number that also depends on another.</summary>
    internal static ulong With(this ulong print, ulong number) => Mixed((print ^ number) * Prime);

    // The last step of splitmix64.
    private static ulong Mixed(ulong print)
    {
        print = (print ^ (print >> 30)) * 0xbf58476d1ce4e5b9;
        print = (print ^ (print >> 27)) * 0x94d049bb133111eb;
        return print ^ (print >> 31);
    }
}
