using ConsulRender.Consul;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>The states by which a template chooses instances; null states are all. Immutable.</summary>
internal sealed class StatusChoice(string[]? states)
{
    private static readonly string[] _words = ["any", "passing", "warning", "critical", "maintenance"];

    internal static StatusChoice Passing { get; } = new(["passing"]);

    /// <summary>Whether Consul can choose, which it can for passing instances only.</summary>
    internal bool IsPassingOnly => states is ["passing"];

    /// <summary>What a call says: behind the bar, as the second argument, with <c>status:</c>, or with <c>passing:</c>.</summary>
    internal static StatusChoice Read(string function, string? inText, in CallArguments arguments, Node call)
    {
        var second = arguments.Positional.Length > 1 ? arguments.Positional[1] : null;
        var status = arguments.Find("status");
        var passing = arguments.Find("passing");
        var given = (inText is null ? 0 : 1) + (second is null ? 0 : 1) + (status is null ? 0 : 1) + (passing is null ? 0 : 1);
        if (given > 1)
        {
            call.Fail($"{function} says more than once which instances it wants; keep one of \"|\", the second argument, status and passing");
        }

        if (passing is not null and not BooleanValue)
        {
            // consul-template's "any" would hold as a condition, and so mean the opposite.
            call.Fail($"passing must be true or false, not {ValueText.Shown(passing)}");
        }

        return passing is not null ? (passing.ToBooleanValue() ? Passing : new StatusChoice(null))
            : (inText ?? (second ?? status)?.ToText()) is { } text ? Parse(function, text, call)
            : Passing;
    }

    /// <summary>Whether a state is chosen.</summary>
    internal bool Has(string status) => states is null || Array.IndexOf(states, status) >= 0;

    /// <summary>The chosen instances as a template's list.</summary>
    internal FluidValue Choose(EquatableList<ServiceInstance> instances)
    {
        if (states is null || IsPassingOnly)
        {
            return Lists.Of(instances, instance => new InstanceValue(instance));
        }

        var chosen = new List<FluidValue>();
        foreach (var instance in instances)
        {
            if (Has(instance.Status))
            {
                chosen.Add(new InstanceValue(instance));
            }
        }

        return new ArrayValue(chosen);
    }

    private static StatusChoice Parse(string function, string text, Node call)
    {
        var states = text.Split(',', StringSplitOptions.TrimEntries);
        foreach (var state in states)
        {
            if (Array.IndexOf(_words, state) < 0)
            {
                call.Fail($"{function}: unknown status \"{state}\"; known are {string.Join(", ", _words)}{Suggestion.For(state, _words)}");
            }
        }

        return new(Array.IndexOf(states, "any") >= 0 ? null : states);
    }
}
