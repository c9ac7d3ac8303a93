using System.Collections.Concurrent;
using ImageCloneOperator.Testing.KubeApi.Cel.Syntax;
using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>A parsed expression, ready to be evaluated on many values.</summary>
public sealed class CelProgram
{
    private static readonly ConcurrentDictionary<string, CelProgram> Cache = new(StringComparer.Ordinal);

    private readonly CelNode _root;

    private CelProgram(CelNode root) => _root = root;

    /// <exception cref="CelException">A syntax error.</exception>
    public static CelProgram Parse(string source) => Cache.GetOrAdd(source, static text => new CelProgram(CelParser.Parse(text)));

    /// <summary>The type of what an expression over <c>self</c> and <c>oldSelf</c> of this schema yields.</summary>
    /// <exception cref="CelException">It cannot be compiled.</exception>
    internal static SchemaType Compile(string source, Schema self) =>
        new CelChecker(source, new Dictionary<string, Schema>(StringComparer.Ordinal)
        {
            ["self"] = self,
            ["oldSelf"] = self,
        }).Check(Parse(source)._root).Type;

    /// <exception cref="CelException">A runtime error.</exception>
    internal object? Evaluate(IReadOnlyDictionary<string, object?> variables) => new CelEvaluator(variables).Evaluate(_root);

    /// <summary>True when the expression speaks of the old value, and so applies to updates only.</summary>
    internal bool UsesOldSelf => CelNames.Of(_root).Contains("oldSelf");
}
