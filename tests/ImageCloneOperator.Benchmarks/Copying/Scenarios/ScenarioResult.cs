namespace ImageCloneOperator.Benchmarks.Copying.Scenarios;

internal sealed record ScenarioResult(string Title, IReadOnlyList<Row> Rows, IReadOnlyList<Budget> Budgets);
