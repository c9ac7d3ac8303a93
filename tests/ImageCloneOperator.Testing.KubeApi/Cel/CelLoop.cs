namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>The macros that go over a list or a map's keys: all, exists, exists_one, filter, map.</summary>
internal sealed class CelLoop(CelEvaluator evaluator, CelNode.Loop loop)
{
    public object Run(object? target)
    {
        var items = Items(target).ToList();
        return loop.Macro switch
        {
            "all" => Any(items, decisive: false),
            "exists" => Any(items, decisive: true),
            "exists_one" => items.Count(item => CelEvaluator.True(Body(item, 0))) == 1,
            "filter" => items.Where(item => CelEvaluator.True(Body(item, 0))).Select(item => item.First).ToList(),
            _ when loop.Bodies.Count == 2 => items.Where(item => CelEvaluator.True(Body(item, 0))).Select(item => Body(item, 1)).ToList(),
            _ => items.Select(item => Body(item, 0)).ToList(),
        };
    }

    private object? Body((object? First, object? Second) item, int body) =>
        evaluator.With(loop.Variable, item.First, loop.SecondVariable, item.Second, loop.Bodies[body]);

    private IEnumerable<(object? First, object? Second)> Items(object? target) => target switch
    {
        List<object?> list when loop.SecondVariable is not null => list.Select((item, i) => ((object?)(long)i, item)),
        List<object?> list => list.Select(item => (item, (object?)null)),
        CelObject obj => obj.Keys.Select(key => ((object?)key, obj.Get(key))),
        Dictionary<object, object?> map => map.Select(entry => ((object?)entry.Key, entry.Value)),
        _ => throw new CelException("no such overload"),
    };

    // Like || and &&: one decisive item outweighs failures of others.
    private bool Any(List<(object? First, object? Second)> items, bool decisive)
    {
        CelException? failure = null;
        foreach (var item in items)
        {
            try
            {
                if (CelEvaluator.True(Body(item, 0)) == decisive) return decisive;
            }
            catch (CelException problem)
            {
                failure = problem;
            }
        }

        return failure is null ? !decisive : throw failure;
    }
}
