namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>Evaluates an expression, within a bound on its steps.</summary>
internal sealed class CelEvaluator(IReadOnlyDictionary<string, object?> variables)
{
    private const int MaxSteps = 1_000_000;

    private static readonly HashSet<string> TypeNames = ["bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type"];

    private readonly Dictionary<string, object?> scope = new(variables, StringComparer.Ordinal);
    private int steps;

    /// <exception cref="CelException">A runtime error, or too many steps.</exception>
    public object? Evaluate(CelNode node)
    {
        if (++steps > MaxSteps) throw new CelException("operation cancelled: actual cost limit exceeded");
        return node switch
        {
            CelNode.Literal literal => literal.Value,
            CelNode.Name name => Variable(name.Identifier),
            CelNode.Select select => Select(select),
            CelNode.Has has => Has(Evaluate(has.Target), has.Field),
            CelNode.Index index => Index(index),
            CelNode.Operation operation => Operation(operation),
            CelNode.Call call => Call(call),
            CelNode.ListOf list => list.Items.Select(Evaluate).ToList(),
            CelNode.MapOf map => map.Entries.ToDictionary(entry => Evaluate(entry.Key)!, entry => Evaluate(entry.Value)),
            CelNode.Loop loop => new CelLoop(this, loop).Run(Evaluate(loop.Target)),
            _ => throw new CelException("unexpected node"),
        };
    }

    public object? With(string name, object? value, string? secondName, object? second, CelNode body)
    {
        scope[name] = value;
        if (secondName is not null) scope[secondName] = second;
        return Evaluate(body);
    }

    public static bool True(object? value) => value as bool? ?? throw new CelException("no such overload");

    private object? Variable(string name) => scope.TryGetValue(name, out var value) ? value
        : TypeNames.Contains(name) ? new CelType(name)
        : throw new CelException($"no such attribute: {name}");

    private object? Select(CelNode.Select select)
    {
        if (select.Target is CelNode.Name { Identifier: "google" } or CelNode.Select { Field: "protobuf" }) return new CelType("google.protobuf." + select.Field);
        var target = Evaluate(select.Target);
        var optional = select.Optional || target is CelOptional;
        if (target is CelOptional wrapped) target = wrapped.Value;
        if (optional) return target is not null && Has(target, select.Field) ? CelOptional.Of(Get(target, select.Field)) : CelOptional.None;
        return Get(target, select.Field);
    }

    private object? Index(CelNode.Index index)
    {
        var target = Evaluate(index.Target);
        var key = Evaluate(index.Key);
        var optional = index.Optional || target is CelOptional;
        if (target is CelOptional wrapped) target = wrapped.Value;
        if (!optional) return Get(target, key);
        var found = target is List<object?> list ? key is long at and >= 0 && at < list.Count : target is not null && Has(target, key);
        return found ? CelOptional.Of(Get(target, key)) : CelOptional.None;
    }

    private static bool Has(object? target, object? key) => target switch
    {
        CelObject obj => key is string name && obj.Has(name),
        Dictionary<object, object?> map => key is not null && map.ContainsKey(key),
        CelOptional optional => optional.HasValue && Has(optional.Value, key),
        _ => throw new CelException("no such overload"),
    };

    private static object? Get(object? target, object? key) => (target, key) switch
    {
        (CelObject obj, string name) => obj.Get(name),
        (Dictionary<object, object?> map, { } name) => map.TryGetValue(name, out var value) ? value : throw new CelException($"no such key: {key}"),
        (List<object?> list, long index) => index >= 0 && index < list.Count ? list[(int)index] : throw new CelException($"index out of bounds: {index}"),
        _ => throw new CelException("no such overload"),
    };

    private object? Operation(CelNode.Operation operation)
    {
        var operands = operation.Operands;
        return operation.Operator switch
        {
            "&&" => Logical(operands, decisive: false),
            "||" => Logical(operands, decisive: true),
            "?:" => Evaluate(True(Evaluate(operands[0])) ? operands[1] : operands[2]),
            "!" => !True(Evaluate(operands[0])),
            "-" when operands.Count == 1 => CelOperators.Negate(Evaluate(operands[0])),
            var symbol => CelOperators.Apply(symbol, Evaluate(operands[0]), Evaluate(operands[1])),
        };
    }

    // Either side may decide, even when the other one fails (cel-spec, Logical Operators).
    private bool Logical(IReadOnlyList<CelNode> operands, bool decisive)
    {
        CelException? failure = null;
        foreach (var operand in operands)
        {
            try
            {
                if (True(Evaluate(operand)) == decisive) return decisive;
            }
            catch (CelException problem)
            {
                failure = problem;
            }
        }

        return failure is null ? !decisive : throw failure;
    }

    private object? Call(CelNode.Call call)
    {
        if (call.Target is CelNode.Name { Identifier: "optional" } && !scope.ContainsKey("optional")) return CelFunctions.Call("optional." + call.Function, Arguments(call));
        return CelFunctions.Call(call.Function, call.Target is null ? Arguments(call) : [Evaluate(call.Target), .. Arguments(call)]);
    }

    private object?[] Arguments(CelNode.Call call) => [.. call.Arguments.Select(Evaluate)];
}
