using System.Globalization;

namespace ConsulRender;

/// <summary>Moments as every message, status and file for people writes them: UTC, to the second. Stateless.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc3339"/>
public static class Rfc3339
{
    /// <summary>Such as <c>2026-11-23T08:44:00Z</c>.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
