namespace ConsulRender.Templating.Parsing;

/// <summary>How many arguments a filter, function or macro takes, in the words of its messages. Stateless.</summary>
internal static class ArgumentCount
{
    /// <summary>Words such as <c>no arguments</c>, <c>1 argument</c> or <c>1 to 2 arguments</c>.</summary>
    internal static string Words(int required, int most) => (required, most) switch
    {
        (0, 0) => "no arguments",
        (1, 1) => "1 argument",
        _ when required == most => $"{most} arguments",
        _ => $"{required} to {most} arguments",
    };
}
