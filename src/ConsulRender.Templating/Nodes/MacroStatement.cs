using ConsulRender.Templating.Functions;
using ConsulRender.Templating.Parsing;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>macro</c>: text with parameters, called like a function. Writes nothing where it is defined.</summary>
internal sealed class MacroStatement(SourceText source, int offset, string name, MacroParameter[] parameters, Block body)
    : Statement(source, offset)
{
    internal string Name => name;

    internal MacroParameter[] Parameters => parameters;

    internal override Completion Execute(RenderState state) => Completion.Normal;

    internal FluidValue Call(in CallArguments arguments, Scope home, RenderState state, Node call)
    {
        var scope = new Scope(home);
        state.Enter(call);
        var caller = state.Scope;
        state.Scope = scope;
        Bind(arguments, scope, state, call);
        var outside = state.BeginCapture();
        body.Execute(state);
        var text = state.EndCapture(outside);
        state.Scope = caller;
        state.Leave();
        return text;
    }

    private void Bind(in CallArguments arguments, Scope scope, RenderState state, Node call)
    {
        if (arguments.Positional.Length > parameters.Length)
        {
            call.Fail($"the macro \"{name}\" takes {parameters.Length} arguments, not {arguments.Positional.Length}");
        }

        foreach (var (given, _) in arguments.Named)
        {
            if (!Array.Exists(parameters, parameter => parameter.Name == given))
            {
                var suggestion = Suggestion.For(given, parameters.Select(parameter => parameter.Name));
                call.Fail($"the macro \"{name}\" has no parameter \"{given}\"{suggestion}");
            }
        }

        for (var index = 0; index < parameters.Length; index++)
        {
            var parameter = parameters[index];
            var value = index < arguments.Positional.Length
                ? arguments.Positional[index]
                : arguments.Find(parameter.Name) ?? parameter.Default?.Evaluate(state);
            scope.Push(parameter.Name, value ?? throw call.Failure($"the macro \"{name}\" needs a value for \"{parameter.Name}\""));
        }
    }

    internal override IEnumerable<Node> Children
    {
        get
        {
            foreach (var parameter in parameters)
            {
                if (parameter.Default is not null)
                {
                    yield return parameter.Default;
                }
            }

            foreach (var statement in body.Statements)
            {
                yield return statement;
            }
        }
    }
}

/// <summary>A parameter of a macro; one without a default must be given.</summary>
internal readonly record struct MacroParameter(string Name, Expression? Default);
