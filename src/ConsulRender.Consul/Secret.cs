namespace ConsulRender.Consul;

/// <summary>A text that must not reach a log, a status or a diff; only <see cref="Reveal"/> gives it away.</summary>
public sealed class Secret(string value) : IEquatable<Secret>
{
    private readonly string _value = value;

    /// <summary>The text itself, for the one place that sends it.</summary>
    public string Reveal() => _value;

    /// <summary>A text of somebody else's, such as an answer that quotes what was sent, without this one in it.</summary>
    internal string HideIn(string text) => _value.Length == 0 ? text : text.Replace(_value, ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => "***";

    /// <inheritdoc/>
    public bool Equals(Secret? other) => other is not null && _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);
}
