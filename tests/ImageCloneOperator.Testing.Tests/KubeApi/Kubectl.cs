using System.Diagnostics;

namespace ImageCloneOperator.Testing.Tests.KubeApi;

/// <summary>Runs the kubectl of this machine.</summary>
internal static class Kubectl
{
    public static async Task<(int Code, string Output, string Error)> RunAsync(string kubeconfig, string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["KUBECONFIG"] = kubeconfig;
        start.Environment["KUBECTL_EXTERNAL_DIFF"] = "diff -u";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(ApiClient.Soon);
        var error = process.StandardError.ReadToEndAsync(ApiClient.Soon);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(ApiClient.Soon);
        return (process.ExitCode, await output, await error);
    }
}
