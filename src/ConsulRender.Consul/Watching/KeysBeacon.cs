using System.Text.Json;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul.Watching;

/// <summary>All keys of a folder, of which only the index is taken; wakes for every change in it.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/kv#read-key"/>
internal sealed record KeysBeacon(Folder Folder, KeyPrints Prints) : StreamedQuery
{
    internal override string RequestPath => Question.Path("/v1/kv/" + Question.Key(Folder.Path), Folder.DatacenterScope.Scope, ("recurse", "1"), ("dc", Folder.DatacenterScope.Datacenter));

    /// <inheritdoc/>
    public override string ToString() => $"the keys of {Folder.Path}";

    internal override void Begin() => Prints.Begin();

    internal override void Take(ref Utf8JsonReader body) => Prints.Take(ref body);

    internal override object End() => Prints.End();

    internal override bool AnswersNotFound(out object? value)
    {
        Begin();
        value = End();
        return true;
    }
}

/// <summary>The index of each key of a folder, so that two answers tell which changed in between. Owned by one <see cref="FolderWatch"/>.</summary>
internal sealed class KeyPrints(TimeProvider timeProvider)
{
    private Dictionary<string, object> _last = new(StringComparer.Ordinal);
    private Dictionary<string, object> _next = new(StringComparer.Ordinal);
    private string _key = "";
    private ulong _index;
    private bool _isKey;
    private bool _isIndex;
    private long _began;

    /// <summary>How long it took to read the last answer.</summary>
    internal TimeSpan Took { get; private set; }

    /// <summary>Begins an answer.</summary>
    internal void Begin()
    {
        _next = new(_last.Count, StringComparer.Ordinal);
        (_isKey, _isIndex) = (false, false);
        _began = timeProvider.GetTimestamp();
    }

    /// <summary>Takes a token of the answer.</summary>
    internal void Take(ref Utf8JsonReader body)
    {
        if (body.TokenType == JsonTokenType.PropertyName)
        {
            _isKey = body.ValueTextEquals("Key"u8);
            _isIndex = body.ValueTextEquals("ModifyIndex"u8);
        }
        else if (_isKey)
        {
            _isKey = false;
            _key = body.GetString() ?? "";
        }
        else if (_isIndex)
        {
            _isIndex = false;
            _index = ConsulJson.NumberHere(ref body);
        }
        else if (body.TokenType == JsonTokenType.EndObject)
        {
            _next[_key] = _last.TryGetValue(_key, out var known) && (ulong)known == _index ? known : _index;
        }
    }

    /// <summary>Ends the answer; the keys that came, went or changed.</summary>
    internal IReadOnlyCollection<string> End()
    {
        var (last, next) = (_last, _next);
        _last = next;
        Took = timeProvider.GetElapsedTime(_began);
        return
        [
            .. next.Where(key => !last.TryGetValue(key.Key, out var known) || !ReferenceEquals(known, key.Value)).Select(key => key.Key),
            .. last.Keys.Where(key => !next.ContainsKey(key)),
        ];
    }
}
