using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Commands.Mirrors;

/// <summary><c>mirror-config</c> from its arguments to its exit code.</summary>
internal static class MirrorConfigProgram
{
    /// <param name="arguments">What to write.</param>
    /// <param name="cluster">Finds the cluster, where a policy of it is named.</param>
    /// <param name="output">For the files.</param>
    /// <param name="error">For what nodes do not reach so, and what keeps it from a result.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public static Task<int> RunAsync(
        MirrorConfigArguments arguments,
        Func<ClusterConfiguration> cluster,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken) =>
        RegistryProgram.RunAsync(
            arguments.Registries,
            async (endpoints, client) =>
            {
                var copies = arguments.Catalog is { } catalog
                    ? MirroredCopies.Of(
                        await new CatalogReader(endpoints, client).ReadAsync(catalog, cancellationToken), arguments.Registries.PlainHttp)
                    : await OfClusterAsync(arguments, cluster(), cancellationToken);
                var plan = MirrorPlan.Of(copies);
                await output.WriteAsync(Text(new MirrorFiles(plan.Registries, arguments.CopiesFirst).Write(arguments.For)));
                foreach (var line in plan.Unreachable) await error.WriteLineAsync($"not reached: {line}");
                var node = await AsNodeAsync(plan.Example, copies, endpoints);
                if (await WantsLoginAsync(node, client, cancellationToken))
                    await error.WriteLineAsync($"not reached without a login: {plan.Example.Registry} wants one, {WayOut(arguments.For)}");
                return true;
            },
            error,
            "Stopped.",
            cancellationToken);

    private static async Task<MirroredCopies> OfClusterAsync(
        MirrorConfigArguments arguments, ClusterConfiguration configuration, CancellationToken cancellationToken)
    {
        using var client = ClusterClient.Create(configuration);
        return await LivePolicy.ReadAsync(client, arguments, cancellationToken);
    }

    /// <summary>Each file comes after a line with its place, which is a comment in it.</summary>
    private static string Text(IReadOnlyList<MirrorFile> files)
    {
        var isYaml = files[0].Place.EndsWith(".yaml", StringComparison.Ordinal);
        return string.Join(isYaml ? "---\n" : "\n", files.Select(file => $"# {file.Place}\n{file.Content}"));
    }

    private static async Task<RegistryEndpoint> AsNodeAsync(ImageReference copy, MirroredCopies copies, CommandLineEndpoints endpoints)
    {
        var given = await endpoints.EndpointOfAsync(copy);
        return given with
        {
            Credentials = FixedCredentials.None,
            Settings = given.Settings with { PlainHttp = given.Settings.PlainHttp || copies.IsPlain(copy.Registry) },
        };
    }

    private static async Task<bool> WantsLoginAsync(
        RegistryEndpoint asNode, RegistryClient client, CancellationToken cancellationToken)
    {
        try
        {
            await new RegistryInspector(client).ResolveAsync(asNode, cancellationToken);
            return false;
        }
        catch (RegistryException refusal) when (refusal.IsRefusal)
        {
            return true;
        }
    }

    /// <summary>Pull secrets are for the registry that an image names; what stands in for it has its login from the node.</summary>
    private static string WayOut(MirrorTool tool) => tool switch
    {
        MirrorTool.Containerd => "and containerd gives mirrors no pull secret; give each node one in its config.toml "
            + "(registry.configs.\"HOST\".auth) or as a header in hosts.toml",
        MirrorTool.Crio => "and CRI-O gives mirrors no pull secret; give each node one in its global_auth_file",
        MirrorTool.Idms => "which belongs into the cluster's pull secret (openshift-config/pull-secret)",
        MirrorTool.Talos => "which belongs into machine.registries.config.\"HOST\".auth",
        _ => "which belongs into configs.\"HOST\".auth of registries.yaml",
    };
}
