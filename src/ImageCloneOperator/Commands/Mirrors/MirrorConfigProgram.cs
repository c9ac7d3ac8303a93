using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Commands.Mirrors;

/// <summary><c>mirror-config</c> from its arguments to its exit code.</summary>
internal static class MirrorConfigProgram
{
    public static Task<int> RunAsync(
        MirrorConfigArguments arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        RegistryProgram.RunAsync(
            arguments.Registries,
            async (endpoints, client) =>
            {
                var catalog = await new CatalogReader(endpoints, client).ReadAsync(arguments.Catalog, cancellationToken);
                var plan = MirrorPlan.Of(catalog, arguments.Registries.PlainHttp);
                await output.WriteAsync(Text(new MirrorFiles(plan.Registries, arguments.CopiesFirst).Write(arguments.For)));
                foreach (var line in plan.Unreachable) await error.WriteLineAsync($"not reached: {line}");
                if (await WantsLoginAsync(plan.Example, endpoints, client, cancellationToken))
                    await error.WriteLineAsync($"not reached without a login: {plan.Example.Registry} wants one, {WayOut(arguments.For)}");
                return true;
            },
            error,
            "Stopped.",
            cancellationToken);

    /// <summary>Each file comes after a line with its place, which is a comment in it.</summary>
    private static string Text(IReadOnlyList<MirrorFile> files)
    {
        var isYaml = files[0].Place.EndsWith(".yaml", StringComparison.Ordinal);
        return string.Join(isYaml ? "---\n" : "\n", files.Select(file => $"# {file.Place}\n{file.Content}"));
    }

    private static async Task<bool> WantsLoginAsync(
        ImageReference copy, CommandLineEndpoints endpoints, RegistryClient client, CancellationToken cancellationToken)
    {
        var asNode = (await endpoints.EndpointOfAsync(copy)) with { Credentials = FixedCredentials.None };
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
