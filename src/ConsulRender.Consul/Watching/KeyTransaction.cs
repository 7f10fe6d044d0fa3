using System.Buffers;
using System.Text.Json;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Watching;

/// <summary>Several keys asked for in one transaction that only reads, all of them as they are at one moment.</summary>
/// <param name="Datacenter">The datacenter of all of them.</param>
/// <param name="Keys">The keys as Consul names them, each once.</param>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/txn"/>
internal sealed record KeyTransaction(string? Datacenter, List<string> Keys) : ConsulQuery
{
    /// <summary>The most keys that any Consul takes in one; newer ones take 128.</summary>
    internal const int MostKeys = 64;

    internal override string RequestPath => Question.Path("/v1/txn", ("dc", Datacenter));

    internal override bool AnswersConflict => true;

    /// <inheritdoc/>
    public override string ToString() => $"{Keys.Count} keys at once";

    internal override byte[] Body
    {
        get
        {
            var body = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(body))
            {
                json.WriteStartArray();
                foreach (var key in Keys)
                {
                    WriteGet(json, key);
                }

                json.WriteEndArray();
            }

            return body.WrittenSpan.ToArray();
        }
    }

    /// <summary>Reads a <see cref="KeyTransactionAnswer"/>.</summary>
    internal override object Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        var values = new Dictionary<string, string>(Keys.Count, StringComparer.Ordinal);
        var refused = new HashSet<string>(StringComparer.Ordinal);
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            if (body.ValueTextEquals("Results"u8))
            {
                ReadResults(ref body, values);
            }
            else if (body.ValueTextEquals("Errors"u8))
            {
                ReadErrors(ref body, refused);
            }
            else
            {
                body.Skip();
            }
        }

        // All or none: one key that cannot be read keeps Consul from giving the others.
        return refused.Count > 0 || Keys.TrueForAll(values.ContainsKey) ? new KeyTransactionAnswer(values, refused) : throw new JsonException("a key was not answered");
    }

    internal override object Answer(Fixture fixture) => throw new NotSupportedException("no template asks this");

    private static void WriteGet(Utf8JsonWriter json, string key)
    {
        json.WriteStartObject();
        json.WriteStartObject("KV"u8);
        json.WriteString("Verb"u8, "get"u8);
        json.WriteString("Key"u8, key);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void ReadResults(ref Utf8JsonReader body, Dictionary<string, string> values)
    {
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            while (ConsulJson.NextMember(ref body))
            {
                if (body.ValueTextEquals("KV"u8) && ConsulJson.EnterObject(ref body))
                {
                    var entry = new KeyEntry().Read(ref body);
                    values[entry.Key] = entry.Value;
                }
                else
                {
                    body.Skip();
                }
            }
        }
    }

    private void ReadErrors(ref Utf8JsonReader body, HashSet<string> refused)
    {
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            while (ConsulJson.NextMember(ref body))
            {
                if (body.ValueTextEquals("OpIndex"u8))
                {
                    refused.Add(ConsulJson.Integer(ref body) is var index and >= 0 && index < Keys.Count ? Keys[index] : throw new JsonException("an error is of no key"));
                }
                else
                {
                    body.Skip();
                }
            }
        }
    }
}

/// <summary>What a transaction said; immutable.</summary>
/// <param name="Values">The value of each key; none when one was refused.</param>
/// <param name="Refused">The keys that do not exist, or that the token may not read.</param>
internal sealed record KeyTransactionAnswer(Dictionary<string, string> Values, HashSet<string> Refused);
