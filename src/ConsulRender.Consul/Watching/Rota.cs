namespace ConsulRender.Consul.Watching;

/// <summary>Calls watches one after another, for questions of which nothing coarser tells that their answer changed and that are more than the budget has places.</summary>
internal sealed class Rota(ConsulClient client, TimeProvider timeProvider) : BellRinger(client.Retry, timeProvider)
{
    /// <summary>How long it takes to call everybody once, or longer when there are many.</summary>
    internal static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    protected override Task FollowAsync(CancellationToken cancellationToken)
    {
        BeReady();
        return CallInTurnAsync(Round, cancellationToken);
    }
}
