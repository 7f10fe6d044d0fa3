namespace ConsulRender.Consul;

/// <summary>A table that forgets: a place holds what came to it last. Owned by <see cref="SharedValues"/>.</summary>
/// <remarks>
/// Any number of watches may use it at once: what it holds is immutable, a place is read and written in one step, and what is lost by two that write
/// at the same time is made once more, nothing worse.
/// </remarks>
internal sealed class SharedTable<T>
    where T : class
{
    // Both powers of two. The most bounds what is kept after nobody else uses it any more.
    private const int Fewest = 256;
    private const int Most = 16 * 1024;

    private T?[] _places = [];
    private int _displaced;

    /// <summary>What may be the value of that hash; the caller compares.</summary>
    internal T? Find(int hash)
    {
        var places = _places;
        return places.Length == 0 ? null : places[hash & (places.Length - 1)];
    }

    /// <summary>Keeps a value that was not found.</summary>
    internal T Keep(int hash, T value)
    {
        var places = _places;
        if (places.Length == 0 || (_displaced > places.Length && places.Length < Most))
        {
            _displaced = 0;
            _places = places = new T?[Math.Max(Fewest, places.Length * 4)];
        }

        ref var place = ref places[hash & (places.Length - 1)];
        _displaced += place is null ? 0 : 1;
        place = value;
        return value;
    }
}
