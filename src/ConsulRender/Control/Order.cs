namespace ConsulRender.Control;

/// <summary>What somebody asks the loop to do with one group. Made by whoever asks, answered by the <see cref="Runner"/>; a closed family.</summary>
internal abstract class Order
{
    private readonly TaskCompletionSource<OrderAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Order(string group) => Group = group;

    /// <summary>The name of the group.</summary>
    public string Group { get; }

    /// <summary>What became of it.</summary>
    public Task<OrderAnswer> Answer => _answer.Task;

    public void Complete(OrderAnswer answer) => _answer.TrySetResult(answer);

    /// <summary>To put an earlier version in place.</summary>
    public sealed class RollBack(string group, int? version) : Order(group)
    {
        /// <summary>Its number; null for the newest.</summary>
        public int? Version => version;
    }

    /// <summary>To list the earlier versions.</summary>
    public sealed class Versions(string group) : Order(group);

    /// <summary>To let through what is held, once.</summary>
    public sealed class Release(string group) : Order(group);
}
