namespace ImageCloneOperator.Tests.Commands.Plan;

/// <summary>Each folder is a case: manifests in, plan.json out. With UPDATE_GOLDEN=1 the plans are written anew, to be reviewed.</summary>
public sealed class PlanGoldenTests
{
    private static readonly string Folder = Checkout.PathOf("tests", "ImageCloneOperator.Tests", "Commands", "Plan", "Golden");

    public static TheoryData<string> Cases() => [.. Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Manifests_give_the_plan_on_record(string name)
    {
        var record = Path.Combine(Folder, name, "plan.json");

        var run = PlanCommandRun.Of("-f", Path.Combine(Folder, name, "input"), "-o", "json");

        Assert.Equal(0, run.ExitCode);
        Assert.All(
            run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.StartsWith("note: passed over", line, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") await File.WriteAllTextAsync(record, run.Output);
        Assert.Equal(await File.ReadAllTextAsync(record), run.Output);
    }
}
