using ImageCloneOperator.Testing.KubeApi.Cel.Syntax;
using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>
/// Finds what cannot work before any value is there: unknown names, fields and functions, and operators on types that never match.
/// </summary>
internal sealed class CelChecker(string source, IReadOnlyDictionary<string, Schema> variables)
{
    private static readonly Schema Dyn = CelValues.Untyped;
    private static readonly Schema Bool = new() { Type = SchemaType.Boolean };

    private readonly Dictionary<string, Schema> _scope = new(variables, StringComparer.Ordinal);

    /// <summary>What the expression yields; <see cref="SchemaType.Any"/> when that is known only at run time.</summary>
    /// <exception cref="CelException">With the place and the reason.</exception>
    public Schema Check(CelNode node) => node switch
    {
        CelNode.Literal literal => OfValue(literal.Value),
        CelNode.Name name =>
            _scope.TryGetValue(name.Identifier, out var schema) ? schema : throw Undeclared(name.Position, name.Identifier),
        CelNode.Select select => Field(select.Target, select.Field, select.Position),
        CelNode.Has has => Field(has.Target, has.Field, has.Position) is null ? Dyn : Bool,
        CelNode.Index index => Index(index),
        CelNode.Operation operation => Operation(operation),
        CelNode.Call call => Call(call),
        CelNode.ListOf list =>
            new Schema { Type = SchemaType.Array, Items = list.Items.Select(Check).ToList() is [var first, ..] ? first : null },
        CelNode.Loop loop => Loop(loop),
        _ => Dyn,
    };

    private static Schema OfValue(object? value) => value switch
    {
        long => new Schema { Type = SchemaType.Integer },
        string => new Schema { Type = SchemaType.String },
        bool => Bool,
        double => new Schema { Type = SchemaType.Number },
        _ => Dyn,
    };

    private Schema Field(CelNode target, string name, int position)
    {
        var schema = Check(target);
        if (Name(schema) is { } type and not ("object" or "map"))
            throw CelErrors.At(source, position, $"type '{type}' does not support field selection");
        if (schema.Field(name) is { } field) return field;
        return schema.Type == SchemaType.Object && !schema.PreserveUnknownFields && !schema.EmbeddedResource
            ? throw CelErrors.At(source, position, $"undefined field '{name}'")
            : Dyn;
    }

    private Schema Index(CelNode.Index index)
    {
        Check(index.Key);
        var target = Check(index.Target);
        return target.Items ?? target.AdditionalProperties ?? Dyn;
    }

    private Schema Operation(CelNode.Operation operation)
    {
        var operands = operation.Operands.Select(Check).ToArray();
        switch (operation.Operator)
        {
            case "?:": return operands[1];
            case "!" or "&&" or "||":
                return Array.Exists(operands, operand => Name(operand) is { } type and not "bool")
                    ? throw NoOverload(operation, operands)
                    : Bool;
            case "in": return Bool;
            case "-" when operands.Length == 1: return operands[0];
        }

        var (left, right) = (Name(operands[0]), Name(operands[1]));
        var ordersNumbers = operation.Operator[0] is '<' or '>' && left is "int" or "double" && right is "int" or "double";
        if (left is not null && right is not null && left != right && !ordersNumbers) throw NoOverload(operation, operands);
        return operation.Operator is "+" or "-" or "*" or "/" or "%" ? operands[0] : Bool;
    }

    private Schema Call(CelNode.Call call)
    {
        var result = CelFunctions.Result(call.Function) ?? throw Undeclared(call.Position, call.Function);
        foreach (var argument in call.Target is null ? call.Arguments : call.Arguments.Prepend(call.Target)) Check(argument);
        return result == SchemaType.Any ? Dyn : new Schema { Type = result };
    }

    private Schema Loop(CelNode.Loop loop)
    {
        var target = Check(loop.Target);
        if (Name(target) is { } type and not ("list" or "map"))
        {
            throw CelErrors.At(
                source, loop.Position, $"expression of type '{type}' cannot be range of a comprehension (must be list, map, or dynamic)");
        }

        _scope[loop.Variable] = target.Items ?? Dyn;
        Check(loop.Body);
        return Bool;
    }

    /// <summary>CEL's name for a type that is known, or null.</summary>
    private static string? Name(Schema schema) => schema switch
    {
        { IntOrString: true } => null,
        { Type: SchemaType.String, Format: "duration" } => "duration",
        { Type: SchemaType.String } => "string",
        { Type: SchemaType.Integer } => "int",
        { Type: SchemaType.Number } => "double",
        { Type: SchemaType.Boolean } => "bool",
        { Type: SchemaType.Array } => "list",
        { Type: SchemaType.Object, AdditionalProperties: not null } => "map",
        { Type: SchemaType.Object, PreserveUnknownFields: false } => "object",
        _ => null,
    };

    private CelException Undeclared(int position, string name) =>
        CelErrors.At(source, position, $"undeclared reference to '{name}' (in container '')");

    private CelException NoOverload(CelNode.Operation operation, Schema[] operands) => CelErrors.At(source, operation.Position,
        $"found no matching overload for '{Function(operation.Operator)}' applied to "
            + $"'({string.Join(", ", operands.Select(operand => Name(operand) ?? "dyn"))})'");

    private static string Function(string symbol) => symbol == "!" ? "!_" : $"_{symbol}_";
}
