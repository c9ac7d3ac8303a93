using ImageCloneOperator.Commands;
using ImageCloneOperator.Commands.Copy;
using ImageCloneOperator.Commands.Copy.Output;
using ImageCloneOperator.Commands.Copy.Pairs;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Credentials.CloudIdentity;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.Tests.Commands;

public sealed class CopyRunnerTests
{
    private const string Poisoned = "127.0.0.1:1";

    [Fact]
    public async Task Image_that_throws_the_unexpected_fails_alone_and_without_a_stack_trace()
    {
        await using var registry = await RegistryServer.StartAsync(new RegistryOptions());
        await new SampleRepository(registry.Samples, "team/app").ImageAsync(new SampleImage(new SampleLayer("base", 1000)), "v1");
        var arguments = new CopyArguments();
        using var client = new RegistryClient();
        using var http = new CloudHttp();
        using var identities = new CloudIdentities(http, new CloudEnvironment(_ => null), TimeProvider.System);
        var (output, error) = (new StringWriter(), new StringWriter());
        var runner = new CopyRunner(
            arguments,
            new CommandLineEndpoints(arguments.Registries, new Dictionary<string, string>(), new Faulty(), identities),
            client,
            new LineDisplay(output, error),
            TimeProvider.System);

        var wentWell = await runner.RunAsync(
            [Pair($"{Poisoned}/a:1", registry.Host, "a:1"), Pair($"{registry.Host}/team/app:v1", registry.Host, "b:1")], Bound.Token());

        Assert.False(wentWell);
        Assert.Contains("report it", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("copied: ", output.ToString(), StringComparison.Ordinal);
    }

    private static CopyPair Pair(string source, string host, string target) => CopyPair.Parse(source, $"{host}/copies/{target}");

    /// <summary>Stands for a fault of the program that one image alone meets.</summary>
    private sealed class Faulty : ICredentialProvider
    {
        public ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken) =>
            host == Poisoned
                ? throw new InvalidOperationException("no way to https://me:s3cret@host")
                : ValueTask.FromResult<IReadOnlyList<RegistryCredential>>([]);
    }
}
