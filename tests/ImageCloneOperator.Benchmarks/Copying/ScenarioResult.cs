namespace ImageCloneOperator.Benchmarks.Copying;

internal sealed record ScenarioResult(string Title, IReadOnlyList<Row> Rows, IReadOnlyList<Budget> Budgets);
