using System.CommandLine;

return new RootCommand("A Kubernetes API and an OCI registry for development, both in memory.").Parse(args).Invoke();
