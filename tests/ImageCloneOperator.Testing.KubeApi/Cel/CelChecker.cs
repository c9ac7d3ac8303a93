using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>Finds what cannot work before any value is there: unknown names, fields and functions, and operators on types that never match.</summary>
internal sealed class CelChecker(string source, IReadOnlyDictionary<string, Schema> variables)
{
    private static readonly Schema Dyn = CelValues.Untyped;
    private static readonly Schema Int = new() { Type = SchemaType.Integer };
    private static readonly Schema Text = new() { Type = SchemaType.String };
    private static readonly Schema Bool = new() { Type = SchemaType.Boolean };
    private static readonly Schema Double = new() { Type = SchemaType.Number };

    private static readonly Dictionary<string, Schema> Results = new(StringComparer.Ordinal)
    {
        ["size"] = Int,
        ["int"] = Int,
        ["string"] = Text,
        ["double"] = Double,
        ["bool"] = Bool,
        ["startsWith"] = Bool,
        ["endsWith"] = Bool,
        ["contains"] = Bool,
        ["matches"] = Bool,
        ["lowerAscii"] = Text,
        ["upperAscii"] = Text,
        ["trim"] = Text,
        ["replace"] = Text,
        ["join"] = Text,
        ["isURL"] = Bool,
    };

    private static readonly HashSet<string> Types = ["bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type", "google", "optional"];

    private readonly Dictionary<string, Schema> scope = new(variables, StringComparer.Ordinal);

    /// <summary>What the expression yields; <see cref="SchemaType.Any"/> when that is known only at run time.</summary>
    /// <exception cref="CelException">With the place and the reason.</exception>
    public Schema Check(CelNode node) => node switch
    {
        CelNode.Literal literal => OfValue(literal.Value),
        CelNode.Name name => Named(name),
        CelNode.Select select => Field(select.Target, select.Field, select.Position, select.Optional),
        CelNode.Has has => Has(has),
        CelNode.Index index => Index(index),
        CelNode.Operation operation => Operation(operation),
        CelNode.Call call => Call(call),
        CelNode.ListOf list => new Schema { Type = SchemaType.Array, Items = list.Items.Select(Check).ToList() is [var first, ..] ? first : null },
        CelNode.MapOf map => Map(map),
        CelNode.Loop loop => Loop(loop),
        _ => Dyn,
    };

    private static Schema OfValue(object? value) => value switch
    {
        long => Int,
        string => Text,
        bool => Bool,
        double => Double,
        _ => Dyn,
    };

    private Schema Named(CelNode.Name name) => scope.TryGetValue(name.Identifier, out var schema) ? schema
        : Types.Contains(name.Identifier) ? Dyn
        : throw Undeclared(name.Position, name.Identifier);

    private Schema Field(CelNode target, string name, int position, bool optional)
    {
        var schema = Check(target);
        if (Name(schema) is { } type and not ("object" or "map")) throw CelErrors.At(source, position, $"type '{type}' does not support field selection");
        if (schema.Field(name) is { } field) return optional ? Dyn : field;
        return schema.Type == SchemaType.Object && !schema.PreserveUnknownFields && !schema.EmbeddedResource ? throw CelErrors.At(source, position, $"undefined field '{name}'") : Dyn;
    }

    private Schema Has(CelNode.Has has)
    {
        Field(has.Target, has.Field, has.Position, optional: false);
        return Bool;
    }

    private Schema Index(CelNode.Index index)
    {
        Check(index.Key);
        var target = Check(index.Target);
        return index.Optional ? Dyn : target.Items ?? target.AdditionalProperties ?? Dyn;
    }

    private Schema Operation(CelNode.Operation operation)
    {
        var operands = operation.Operands.Select(Check).ToArray();
        switch (operation.Operator)
        {
            case "?:": return operands[1];
            case "!" or "&&" or "||":
                if (Array.Exists(operands, operand => Name(operand) is { } type and not "bool")) throw NoOverload(operation, operands);
                return Bool;
            case "in": return Bool;
            case "-" when operands.Length == 1: return operands[0];
        }

        if (Name(operands[0]) is { } left && Name(operands[1]) is { } right && left != right && !Mixes(operation.Operator, left, right)) throw NoOverload(operation, operands);
        return operation.Operator is not ("+" or "-" or "*" or "/" or "%") ? Bool : Name(operands[0]) is "timestamp" or "duration" ? Dyn : operands[0];
    }

    // Numbers of different types have an order but no equality, and times are moved by durations.
    private static bool Mixes(string symbol, string left, string right) => symbol switch
    {
        "<" or "<=" or ">" or ">=" => (left, right) is ("int" or "double", "int" or "double"),
        "+" or "-" => (left, right) is ("timestamp", "duration") or ("duration", "timestamp"),
        _ => false,
    };

    private Schema Call(CelNode.Call call)
    {
        var isOptional = call.Target is CelNode.Name { Identifier: "optional" };
        if (!CelFunctions.Exists(isOptional ? "optional." + call.Function : call.Function)) throw Undeclared(call.Position, call.Function);
        var target = call.Target is null || isOptional ? null : Check(call.Target);
        var arguments = call.Arguments.Select(Check).ToArray();
        var subject = target ?? arguments.FirstOrDefault();
        if (call.Function == "size" && subject is not null && Name(subject) is "int" or "bool" or "double" or "object")
            throw CelErrors.At(source, call.Position, $"found no matching overload for 'size' applied to '({Name(subject)})'");
        return Results.GetValueOrDefault(call.Function) ?? Dyn;
    }

    private Schema Map(CelNode.MapOf map)
    {
        foreach (var (key, value) in map.Entries)
        {
            Check(key);
            Check(value);
        }

        return Dyn;
    }

    private Schema Loop(CelNode.Loop loop)
    {
        var target = Check(loop.Target);
        if (Name(target) is "string" or "int" or "bool" or "double" or "object")
            throw CelErrors.At(source, loop.Position, $"expression of type '{Name(target)}' cannot be range of a comprehension (must be list, map, or dynamic)");
        var isList = target.Type == SchemaType.Array;
        var element = target.Items ?? target.AdditionalProperties ?? Dyn;
        scope[loop.Variable] = isList ? loop.SecondVariable is null ? element : Int : target.AdditionalProperties is null ? Dyn : Text;
        if (loop.SecondVariable is not null) scope[loop.SecondVariable] = element;
        var bodies = loop.Bodies.Select(Check).ToArray();
        return loop.Macro switch
        {
            "map" => new Schema { Type = SchemaType.Array, Items = bodies[^1] },
            "filter" => target,
            _ => Bool,
        };
    }

    /// <summary>CEL's name for a type that is known, or null.</summary>
    private static string? Name(Schema schema) => schema switch
    {
        { IntOrString: true } => null,
        { Type: SchemaType.String, Format: "date-time" or "date" } => "timestamp",
        { Type: SchemaType.String, Format: "duration" } => "duration",
        { Type: SchemaType.String, Format: "byte" } => "bytes",
        { Type: SchemaType.String } => "string",
        { Type: SchemaType.Integer } => "int",
        { Type: SchemaType.Number } => "double",
        { Type: SchemaType.Boolean } => "bool",
        { Type: SchemaType.Array } => "list",
        { Type: SchemaType.Object, AdditionalProperties: not null } => "map",
        { Type: SchemaType.Object, PreserveUnknownFields: false } => "object",
        _ => null,
    };

    private CelException Undeclared(int position, string name) => CelErrors.At(source, position, $"undeclared reference to '{name}' (in container '')");

    private CelException NoOverload(CelNode.Operation operation, Schema[] operands) => CelErrors.At(source, operation.Position,
        $"found no matching overload for '{Function(operation.Operator)}' applied to '({string.Join(", ", operands.Select(operand => Name(operand) ?? "dyn"))})'");

    private static string Function(string symbol) => symbol == "!" ? "!_" : $"_{symbol}_";
}
