namespace ConsulRender.Templating;

/// <summary>What makes one template into many files: a list, and a path for each of its items, which both texts know as <c>item</c>. Immutable.</summary>
/// <param name="Name">The name of the template, for messages.</param>
/// <param name="Items">A Liquid expression that gives the list.</param>
/// <param name="Destination">Liquid that gives the path of one item's file.</param>
public sealed record ForEachSource(string Name, string Items, string Destination);
