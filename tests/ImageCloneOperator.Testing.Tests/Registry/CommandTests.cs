using System.Diagnostics;
using System.Net;

namespace ImageCloneOperator.Testing.Tests.Registry;

/// <summary>The program itself, as people start it.</summary>
public sealed class CommandTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("devcluster-");

    [Fact]
    public async Task Registry_runs_alone_asks_for_the_login_and_stops_on_Ctrl_C()
    {
        using var program = Start("registry", "--port", "0", "--user", "a", "--password", "b", "--data", _folder.FullName);
        var address = (await ReadUntilAsync(program, "registry on "))[^1].Split(' ')[^1];
        using var client = new HttpClient();
        using var response = await client.GetAsync($"{address}v2/");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(0, await InterruptAsync(program));
    }

    [Fact]
    public async Task Up_runs_the_API_and_both_registries_with_images_to_copy()
    {
        var kubeconfig = Path.Combine(_folder.FullName, "kubeconfig");
        using var program = Start(
            "up", "--source-port", "0", "--target-port", "0", "--kubeconfig", kubeconfig, "--config", Checkout.PathOf("config"));
        var lines = await ReadUntilAsync(program, "The Kubernetes API is ready at ");
        using var client = new HttpClient();
        var images = lines
            .Where(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => line.Trim().Split('/', 2))
            .ToList();

        Assert.NotEmpty(images);
        foreach (var image in images)
        {
            using var response = await client.GetAsync(
                $"http://{image[0]}/v2/{image[1].Replace(":", "/manifests/", StringComparison.Ordinal)}");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        Assert.Contains("client-certificate-data", await File.ReadAllTextAsync(kubeconfig), StringComparison.Ordinal);
        Assert.Equal(0, await InterruptAsync(program));
    }

    [Fact]
    public async Task A_user_without_a_password_is_refused()
    {
        using var program = Start("registry", "--user", "a");
        using var bound = new CancellationTokenSource(Bound);
        var error = await program.StandardError.ReadToEndAsync(bound.Token);
        await program.WaitForExitAsync(bound.Token);

        Assert.NotEqual(0, program.ExitCode);
        Assert.Contains("--user and --password go together", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ImageCloneOperator.Demo.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static async Task<List<string>> ReadUntilAsync(Process program, string begin)
    {
        using var bound = new CancellationTokenSource(Bound);
        var lines = new List<string>();
        do
            lines.Add(await program.StandardOutput.ReadLineAsync(bound.Token)
                ?? throw new EndOfStreamException(await program.StandardError.ReadToEndAsync(bound.Token)));
        while (!lines[^1].StartsWith(begin, StringComparison.Ordinal));
        return lines;
    }

    private static async Task<int> InterruptAsync(Process program)
    {
        using var bound = new CancellationTokenSource(Bound);
        using var kill = Process.Start("kill", ["-INT", program.Id.ToString()]);
        await program.WaitForExitAsync(bound.Token);
        return program.ExitCode;
    }
}
