using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConsulRender.Consul.Saved;

/// <summary>The words of the file of saved readings: JSON, with a line for what holds for all, then one for each reading, then one that says how many there are. Stateless.</summary>
internal static class SavedFormat
{
    /// <summary>What is written and read; another version is not understood.</summary>
    internal const int Version = 1;

    internal const string Question = "question";
    internal const string Kind = "kind";
    internal const string Time = "time";
    internal const string AsOf = "as_of";
    internal const string Value = "value";
    internal const string Withheld = "withheld";
    internal const string Agents = "agents";

    /// <summary>What the file begins with, before the moment of <see cref="SavedReadings.AsOf"/>.</summary>
    internal const string Beginning = """{"version":1,"as_of":""" + "\"";

    /// <summary>What follows the moment.</summary>
    internal const string AfterTime = "\",\"agents\":";

    /// <summary>What stands between the agents and the first reading, and the end of that line.</summary>
    internal const string BeforeReadings = ",\"readings\":[";

    /// <summary>What the last line begins with; the number of readings and a brace follow.</summary>
    internal const string End = "],\"count\":";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Where the moment is in the file.</summary>
    internal static int TimeOffset => Beginning.Length;

    /// <summary>Rows are for machines and for <c>jq</c>, not for web pages.</summary>
    internal static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The moment; always as long.</summary>
    internal static byte[] TimeBytes(DateTimeOffset time) => Encoding.ASCII.GetBytes(time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
}
