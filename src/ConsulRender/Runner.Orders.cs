using ConsulRender.Control;
using ConsulRender.Groups;

namespace ConsulRender;

/// <content>What somebody asks of a running loop about one group: it is begun between two turns, and answered when the next has shown what became of it.</content>
public sealed partial class Runner
{
    // Used only inside the loop.
    private readonly List<Order> _orders = [];
    private readonly List<BegunOrder> _begunOrders = [];

    /// <summary>Lets through what a group's guards hold, once; may be called at any time.</summary>
    /// <param name="group">Its name.</param>
    /// <param name="cancellationToken">Ends the waiting, such as for a command that runs.</param>
    public Task<OrderAnswer> ReleaseAsync(string group, CancellationToken cancellationToken) => AskAsync(new Order.Release(group), cancellationToken);

    private async Task<OrderAnswer> AskAsync(Order order, CancellationToken cancellationToken)
    {
        await _mailbox.Writer.WriteAsync(new Message.Ordered(order), cancellationToken);
        return await order.Answer.WaitAsync(cancellationToken);
    }

    private async Task BeginOrdersAsync(CancellationToken cancellationToken)
    {
        foreach (var order in _orders)
        {
            // Of two groups with one name, a name that templates give is meant.
            if (_groups.Where(group => group.Name == order.Group).MaxBy(group => group.IsNamed) is not { } group)
            {
                order.Complete(new OrderAnswer.Unknown());
            }
            else if (order is Order.RollBack { Version: var version })
            {
                order.Complete(await RollBackAsync(group, version, cancellationToken));
            }
            else if (order is Order.Versions)
            {
                order.Complete(ListVersions(group));
            }
            else
            {
                Release(order, group);
            }
        }

        _orders.Clear();
    }

    private void Release(Order order, OutputGroup group)
    {
        var hold = group.Hold;
        if (group.RolledBack is not null)
        {
            if (Forget(group) is { } problem)
            {
                order.Complete(new OrderAnswer.Failed(FailureKind.Destination, problem));
                return;
            }

            group.Follow();
            LogReleased(group.Name);
            _begunOrders.Add(new BegunOrder(order, group, group.Outcome, $"{group.Name}: follows the data again"));
        }
        else if (hold is not null && group.Release())
        {
            LogReleased(group.Name);
            _begunOrders.Add(new BegunOrder(order, group, group.Outcome, string.Join('\n', hold.Reasons.Select(reason => $"let through: {reason}"))));
        }
        else
        {
            order.Complete(new OrderAnswer.Done($"{group.Name}: nothing was held"));
        }
    }

    // After the turn in which it was to take effect.
    private void AnswerOrders()
    {
        foreach (var (order, group, before, said) in _begunOrders)
        {
            order.Complete(ReferenceEquals(group.Outcome, before) || group.Outcome is null
                ? new OrderAnswer.Done($"{said}\n{group.Name}: not written yet; 'consulrender status' says what it waits for")
                : group.Outcome switch
                {
                    ApplyOutcome.Failed failed => new OrderAnswer.Failed(failed.Kind, failed.Message),
                    ApplyOutcome.Applied applied => new OrderAnswer.Done($"{said}\n{Wrote(applied)}"),
                    _ => new OrderAnswer.Done($"{said}\n{group.Name}: up to date"),
                });
        }

        _begunOrders.Clear();
    }

    private static string Wrote(ApplyOutcome.Applied applied)
    {
        var commands = applied.Commands.Count == 0 ? "" : $"; ran {string.Join(", ", applied.Commands.Select(command => $"\"{command}\""))}";
        return $"wrote {string.Join(", ", applied.Paths.Concat(applied.Removed.Select(path => $"{path} (removed)")))}{commands}";
    }

    private sealed record BegunOrder(Order Order, OutputGroup Group, ApplyOutcome? Before, string Said);
}
