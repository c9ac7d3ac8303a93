using ImageCloneOperator.Testing.KubeApi.Cel.Syntax;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>The names that an expression mentions.</summary>
internal static class CelNames
{
    public static IEnumerable<string> Of(CelNode? node) => node switch
    {
        CelNode.Name name => [name.Identifier],
        CelNode.Select select => Of(select.Target),
        CelNode.Has has => Of(has.Target),
        CelNode.Index index => Of(index.Target).Concat(Of(index.Key)),
        CelNode.Operation operation => operation.Operands.SelectMany(Of),
        CelNode.Call call => Of(call.Target).Concat(call.Arguments.SelectMany(Of)),
        CelNode.ListOf list => list.Items.SelectMany(Of),
        CelNode.Loop loop => Of(loop.Target).Concat(Of(loop.Body)),
        _ => [],
    };
}
