namespace ImageCloneOperator.Benchmarks.Copying.Scenarios;

/// <summary>One line of the budgets, measured.</summary>
internal interface IScenario
{
    /// <summary>What <c>--only</c> calls it.</summary>
    string Name { get; }

    /// <summary>The target is the dev cluster's registry instead of Docker's.</summary>
    bool WantsDevTarget => false;

    Task<ScenarioResult> RunAsync(Bench bench, CancellationToken cancellationToken);
}
