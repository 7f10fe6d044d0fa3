namespace ConsulRender.Settings;

/// <summary>The rules of how an agent is connected to and asked again; finds every broken one. Stateless.</summary>
internal static class ConnectionRules
{
    private static readonly TimeSpan _longestBackoff = TimeSpan.FromMinutes(10);

    /// <summary>Every problem, with its key within the agent's settings.</summary>
    public static IEnumerable<(string Key, string Message)> Problems(ConsulSettings consul) => [.. Problems(consul.Retry), .. Problems(consul.Transport)];

    private static IEnumerable<(string Key, string Message)> Problems(RetrySettings retry)
    {
        if (retry.Attempts < 0)
        {
            yield return (".retry.attempts", "\"attempts\" must not be below 0; 0 asks for ever");
        }

        if (retry.Backoff <= TimeSpan.Zero || retry.Backoff > _longestBackoff)
        {
            yield return (".retry.backoff", "\"backoff\" must be above 0 and at most 10m");
        }
        else if (retry.MaxBackoff > TimeSpan.Zero && retry.MaxBackoff < retry.Backoff)
        {
            yield return (".retry.max_backoff", $"\"max_backoff\" must not be below \"backoff\", which is {GoDuration.Format(retry.Backoff)}");
        }
    }

    private static IEnumerable<(string Key, string Message)> Problems(TransportSettings transport)
    {
        (string Name, TimeSpan? Value)[] times =
        [
            ("dial_timeout", transport.DialTimeout),
            ("dial_keep_alive", transport.DialKeepAlive),
            ("idle_conn_timeout", transport.IdleConnTimeout),
            ("tls_handshake_timeout", transport.TlsHandshakeTimeout),
        ];
        return times.Where(time => time.Value <= TimeSpan.Zero).Select(time => ($".transport.{time.Name}", $"\"{time.Name}\" must be above 0"));
    }
}
