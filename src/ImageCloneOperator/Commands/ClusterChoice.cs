using System.CommandLine;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Commands;

/// <summary>The options that say which cluster a command talks to, as kubectl has them.</summary>
internal sealed class ClusterChoice
{
    private readonly Option<string?> _kubeconfig = new("--kubeconfig")
    {
        Description = "The kubeconfig file, instead of KUBECONFIG and ~/.kube/config",
        HelpName = "file",
    };

    private readonly Option<string?> _context = new("--context")
    {
        Description = "The context of the kubeconfig, instead of its current one",
        HelpName = "name",
    };

    public void AddTo(Command command)
    {
        command.Add(_kubeconfig);
        command.Add(_context);
    }

    /// <exception cref="KubeConfigException">There is no such file or context, or it cannot be used.</exception>
    public ClusterConfiguration Load(ParseResult result)
    {
        var context = result.GetValue(_context);
        return result.GetValue(_kubeconfig) is { } file
            ? ClusterConfiguration.FromFile(file, context)
            : ClusterConfiguration.Load(context);
    }
}
