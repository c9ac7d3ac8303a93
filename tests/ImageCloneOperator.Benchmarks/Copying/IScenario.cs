namespace ImageCloneOperator.Benchmarks.Copying;

/// <summary>One line of the budgets, measured.</summary>
internal interface IScenario
{
    /// <summary>What <c>--only</c> calls it.</summary>
    string Name { get; }

    Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken);
}
