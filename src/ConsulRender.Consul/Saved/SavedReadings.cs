namespace ConsulRender.Consul.Saved;

/// <summary>What Consul had answered when it was written to disk: readings for a start without Consul. Immutable.</summary>
public sealed record SavedReadings
{
    /// <summary>When Consul was last known to say all this, but for readings that say otherwise.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Where each agent was, by its name; the one without a name has an empty one.</summary>
    public required IReadOnlyDictionary<string, string> Agents { get; init; }

    /// <summary>The readings.</summary>
    public required IReadOnlyCollection<Reading> Readings { get; init; }

    /// <summary>What was answered, too, and not saved because it may be a secret.</summary>
    public IReadOnlyCollection<Dependency> Withheld { get; init; } = [];

    /// <summary>The name and the place of each agent, as they are saved.</summary>
    public static IReadOnlyDictionary<string, string> PlacesOf(Agents agents) =>
        agents.Clients.ToDictionary(client => client.Agent ?? "", client => client.Place, StringComparer.Ordinal);

    /// <summary>Writes a file that <see cref="Read"/> reads, a reading at a time.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="withSecrets">Whether answers that may be secrets are saved, too.</param>
    public void Write(Stream stream, bool withSecrets) => SavedWriter.Write(stream, this, withSecrets);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is something else, or of another version; the message says what is wrong.</exception>
    public static SavedReadings Read(Stream stream) => new SavedReader(stream).Read();

    /// <summary>Says in a file that <see cref="Write"/> wrote that Consul still says all this. As long as the text before, in the same place, so that it is there or not.</summary>
    /// <param name="asOf">When.</param>
    /// <returns>The bytes, and where in the file they belong.</returns>
    public static (byte[] Bytes, int Offset) Confirm(DateTimeOffset asOf) => (SavedFormat.TimeBytes(asOf), SavedFormat.TimeOffset);
}
