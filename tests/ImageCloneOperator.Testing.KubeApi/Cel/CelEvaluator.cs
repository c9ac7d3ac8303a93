using ImageCloneOperator.Testing.KubeApi.Cel.Syntax;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>Evaluates an expression.</summary>
internal sealed class CelEvaluator(IReadOnlyDictionary<string, object?> variables)
{
    private readonly Dictionary<string, object?> _scope = new(variables, StringComparer.Ordinal);

    /// <exception cref="CelException">A runtime error.</exception>
    public object? Evaluate(CelNode node) => node switch
    {
        CelNode.Literal literal => literal.Value,
        CelNode.Name name =>
            _scope.TryGetValue(name.Identifier, out var value) ? value : throw new CelException($"no such attribute: {name.Identifier}"),
        // A variable's name may be qualified: variables.new (cel-spec, Name Resolution).
        CelNode.Select { Target: CelNode.Name name } select when _scope.TryGetValue($"{name.Identifier}.{select.Field}", out var value) =>
            value,
        CelNode.Select select => Get(Evaluate(select.Target), select.Field),
        CelNode.Has has => Evaluate(has.Target) is CelObject obj ? obj.Has(has.Field) : throw NoOverload(),
        CelNode.Index index => Get(Evaluate(index.Target), Evaluate(index.Key)),
        CelNode.Operation operation => Operation(operation.Operator, operation.Operands),
        CelNode.Call call => CelFunctions.Call(call.Function, [.. Arguments(call).Select(Evaluate)]),
        CelNode.ListOf list => list.Items.Select(Evaluate).ToList(),
        CelNode.Loop loop => Decide(Items(Evaluate(loop.Target)), item => With(loop.Variable, item, loop.Body), decisive: loop.Exists),
        _ => throw NoOverload(),
    };

    private static IEnumerable<CelNode> Arguments(CelNode.Call call) =>
        call.Target is null ? call.Arguments : call.Arguments.Prepend(call.Target);

    private static object? Get(object? target, object? key) => (target, key) switch
    {
        (CelObject obj, string name) => obj.Get(name),
        (List<object?> list, long index) =>
            index >= 0 && index < list.Count ? list[(int)index] : throw new CelException($"index out of bounds: {index}"),
        _ => throw NoOverload(),
    };

    private object? Operation(string symbol, IReadOnlyList<CelNode> operands) => symbol switch
    {
        "&&" => Decide(operands, Evaluate, decisive: false),
        "||" => Decide(operands, Evaluate, decisive: true),
        "?:" => Evaluate(True(Evaluate(operands[0])) ? operands[1] : operands[2]),
        "!" => !True(Evaluate(operands[0])),
        "-" when operands.Count == 1 => CelOperators.Negate(Evaluate(operands[0])),
        _ => CelOperators.Apply(symbol, Evaluate(operands[0]), Evaluate(operands[1])),
    };

    // One decisive operand outweighs failures of others (cel-spec, Logical Operators and Macros).
    private static bool Decide<T>(IEnumerable<T> items, Func<T, object?> evaluate, bool decisive)
    {
        CelException? failure = null;
        foreach (var item in items)
        {
            try
            {
                if (True(evaluate(item)) == decisive) return decisive;
            }
            catch (CelException problem)
            {
                failure = problem;
            }
        }

        return failure is null ? !decisive : throw failure;
    }

    private object? With(string name, object? value, CelNode body)
    {
        _scope[name] = value;
        return Evaluate(body);
    }

    private static IEnumerable<object?> Items(object? target) => target switch
    {
        List<object?> list => list,
        CelObject obj => obj.Keys,
        _ => throw NoOverload(),
    };

    private static bool True(object? value) => value as bool? ?? throw NoOverload();

    private static CelException NoOverload() => new("no such overload");
}
