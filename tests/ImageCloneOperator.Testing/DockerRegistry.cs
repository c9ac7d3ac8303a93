using System.Diagnostics;

namespace ImageCloneOperator.Testing;

/// <summary>Debian's docker-registry.</summary>
public static class DockerRegistry
{
    /// <summary>One that lets in whoever is in a file of htpasswd.</summary>
    /// <param name="accounts">Its lines, with passwords hashed by bcrypt.</param>
    public static Task<RegistryProcess> StartPrivateAsync(params IReadOnlyList<string> accounts) => RegistryProcess.StartAsync(
        (address, folder) =>
        {
            var file = Path.Combine(folder.FullName, "htpasswd");
            File.WriteAllLines(file, accounts);
            return Command("docker-registry", address, folder, $"auth: {{htpasswd: {{realm: registry, path: \"{file}\"}}}}");
        });

    /// <param name="program">The registry's file.</param>
    /// <param name="parent">Where its folder is made; null for the folder of temporary files.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<RegistryProcess> StartAsync(
        string program = "docker-registry", DirectoryInfo? parent = null, CancellationToken cancellationToken = default) =>
        RegistryProcess.StartAsync((address, folder) => Command(program, address, folder), parent, cancellationToken);

    private static ProcessStartInfo Command(string program, Uri address, DirectoryInfo folder, string more = "")
    {
        var data = Path.Combine(folder.FullName, "data");
        var configuration = Path.Combine(folder.FullName, "config.yml");
        File.WriteAllText(configuration, $$"""
            version: 0.1
            log:
              level: error
              accesslog: {disabled: true}
            storage:
              filesystem: {rootdirectory: "{{data}}"}
              delete: {enabled: true}
            http: {addr: "{{address.Authority}}"}
            {{more}}

            """);
        return new ProcessStartInfo(program, ["serve", configuration]);
    }
}
