using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Configuration.Credentials;

namespace ImageCloneOperator.Kubernetes.Configuration;

/// <summary>The <c>exec</c> of a kubeconfig's user: a program that hands out credentials.</summary>
internal static class ExecSettings
{
    private static readonly string[] Versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    public static ExecSource Read(YamlSection exec, YamlSection cluster, TimeProvider time)
    {
        var version = exec.Text("apiVersion") ?? throw exec.Error("apiVersion", "is missing");
        if (!Versions.Contains(version))
            throw exec.Error("apiVersion", $"must be {string.Join(" or ", Versions)}");
        if (exec.Text("interactiveMode") == "Always")
            throw exec.Error("interactiveMode", "is Always, but there is no terminal to ask on");
        var info = Info(version, exec.Flag("provideClusterInfo") ? cluster : null).ToJsonString();
        var plugin = new ExecPlugin(
            Command(exec), exec.Texts("args"), EnvironmentOf(exec, info), version, exec.Text("installHint"), exec.Place("command"), time);
        return new(plugin, time);
    }

    /// <summary>A name is looked for on the PATH; a path is relative to the file that names it.</summary>
    private static string Command(YamlSection exec)
    {
        var command = exec.Text("command") ?? throw exec.Error("command", "is missing");
        return command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? exec.FilePath("command")! : command;
    }

    private static Dictionary<string, string> EnvironmentOf(YamlSection exec, string info)
    {
        var environment = new Dictionary<string, string> { ["KUBERNETES_EXEC_INFO"] = info };
        foreach (var variable in exec.Sections("env"))
            environment[variable.Text("name") ?? throw variable.Error("name", "is missing")] = variable.Text("value") ?? "";
        return environment;
    }

    private static JsonObject Info(string version, YamlSection? cluster)
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (cluster is not null)
            spec["cluster"] = ClusterInfo(cluster);
        return new() { ["kind"] = "ExecCredential", ["apiVersion"] = version, ["spec"] = spec };
    }

    private static JsonObject ClusterInfo(YamlSection cluster)
    {
        var info = new JsonObject { ["server"] = cluster.Text("server") };
        if (cluster.DataOrFile("certificate-authority-data", "certificate-authority") is { } authority)
            info["certificate-authority-data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(authority));
        if (cluster.Flag("insecure-skip-tls-verify"))
            info["insecure-skip-tls-verify"] = true;
        foreach (var field in (string[])["tls-server-name", "proxy-url"])
        {
            if (cluster.Text(field) is { } value)
                info[field] = value;
        }
        return info;
    }
}
