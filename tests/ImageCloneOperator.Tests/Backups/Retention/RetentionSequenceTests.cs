using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.Tests.Backups.Retention;

/// <summary>
/// Random sequences of all that may happen around retention: workloads, revisions, pods, backups, policies, kills, the clock.
/// </summary>
public sealed class RetentionSequenceTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private const int Steps = 8;

    /// <summary>A part of them takes a minute; RETENTION_SEQUENCES=500 plays more.</summary>
    private static readonly int Sequences =
        int.TryParse(Environment.GetEnvironmentVariable("RETENTION_SEQUENCES"), out var given) ? given : 100;

    [Fact]
    public async Task No_image_that_anything_names_is_ever_deleted()
    {
        await using var target = await RegistryServer.StartAsync(new RegistryOptions());
        var deleted = 0;
        for (var seed = 1; seed <= Sequences; seed++)
        {
            using var model = new RetentionModel(cluster, target, seed);
            try
            {
                await model.StartAsync();
                for (var step = 0; step < Steps; step++) await model.StepAsync();
                await model.RetainAsync();
                await model.EndAsync();
            }
            catch (Exception wrong)
            {
                Assert.Fail($"seed {seed}: {wrong.Message}\n{string.Join('\n', model.History)}\n{wrong}");
            }

            deleted += model.Deleted;
        }

        Assert.InRange(deleted, Sequences, int.MaxValue);
    }
}
