namespace ConsulRender.Consul.Dependencies;

/// <summary>The state of a check or an instance, the worst last; an instance is as bad as its worst check and passing without any.</summary>
internal enum HealthStatus
{
    Passing,
    Warning,
    Critical,
    Maintenance,
}

/// <summary>Reads a check's state and spells it in Consul's word.</summary>
internal static class HealthStatuses
{
    internal static string Word(this HealthStatus status) => status switch
    {
        HealthStatus.Passing => "passing",
        HealthStatus.Warning => "warning",
        HealthStatus.Maintenance => "maintenance",
        _ => "critical",
    };

    internal static HealthStatus? Parse(string word) => word switch
    {
        "passing" => HealthStatus.Passing,
        "warning" => HealthStatus.Warning,
        "critical" => HealthStatus.Critical,
        "maintenance" => HealthStatus.Maintenance,
        _ => null,
    };

    /// <summary>What a check says of its instance. A state that Consul does not have yet must not let traffic through.</summary>
    internal static HealthStatus OfCheck(string checkId, string status) =>
        IsMaintenance(checkId) ? HealthStatus.Maintenance : Parse(status) ?? HealthStatus.Critical;

    // Consul expresses maintenance as a check with a reserved ID, which exists only while it lasts.
    private static bool IsMaintenance(string checkId) =>
        checkId == "_node_maintenance" || checkId.StartsWith("_service_maintenance:", StringComparison.Ordinal);
}
