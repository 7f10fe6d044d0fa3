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
        Refuse(arguments, call);
        var scope = new Scope(home, state.Recorder);
        state.Enter(call);
        var caller = state.Scope;
        state.Scope = scope;
        Bind(arguments, scope, state);
        var outside = state.BeginCapture();
        body.Execute(state);
        var text = state.EndCapture(outside);
        state.Scope = caller;
        state.Leave();
        return text;
    }

    // What is wrong with a call is wrong at its place, not inside the macro.
    private void Refuse(in CallArguments arguments, Node call)
    {
        if (arguments.Positional.Length > parameters.Length)
        {
            var required = parameters.Count(parameter => parameter.Default is null);
            call.Fail($"the macro \"{name}\" takes {ArgumentCount.Words(required, parameters.Length)}, not {arguments.Positional.Length}");
        }

        foreach (var (given, _) in arguments.Named)
        {
            if (!Array.Exists(parameters, parameter => parameter.Name == given))
            {
                var suggestion = Suggestion.For(given, parameters.Select(parameter => parameter.Name));
                call.Fail($"the macro \"{name}\" has no parameter \"{given}\"{suggestion}");
            }
        }

        for (var index = arguments.Positional.Length; index < parameters.Length; index++)
        {
            if (parameters[index].Default is null && arguments.Find(parameters[index].Name) is null)
            {
                call.Fail($"the macro \"{name}\" needs a value for \"{parameters[index].Name}\"");
            }
        }
    }

    private void Bind(in CallArguments arguments, Scope scope, RenderState state)
    {
        for (var index = 0; index < parameters.Length; index++)
        {
            var parameter = parameters[index];
            var value = index < arguments.Positional.Length
                ? arguments.Positional[index]
                : arguments.Find(parameter.Name) ?? parameter.Default!.Evaluate(state);
            scope.Push(parameter.Name, value);
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
