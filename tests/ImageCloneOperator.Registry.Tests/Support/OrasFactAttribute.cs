namespace ImageCloneOperator.Registry.Tests.Support;

/// <summary>A test that talks to oras, which not every Debian has (build/install-tools.sh).</summary>
internal sealed class OrasFactAttribute : FactAttribute
{
    public OrasFactAttribute()
    {
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Any(folder => File.Exists(Path.Combine(folder, "oras")));
        if (!isThere) Skip = "oras is not on the PATH";
    }
}
