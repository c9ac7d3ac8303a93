using System.Globalization;
using System.Text.RegularExpressions;

namespace ImageCloneOperator.Testing.KubeApi.Discovery;

/// <summary>Kubernetes' order of versions: v2, v1, v1beta2, v1beta1, v1alpha1, then anything else by name.</summary>
internal sealed partial class VersionPriority : IComparer<string>
{
    public static readonly VersionPriority Instance = new();

    public int Compare(string? x, string? y)
    {
        var (a, b) = (Rank(x!), Rank(y!));
        return a == b ? string.CompareOrdinal(x, y) : b.CompareTo(a);
    }

    private static (int Stage, int Major, int Minor) Rank(string version)
    {
        if (Pattern().Match(version) is not { Success: true } match) return (0, 0, 0);
        var stage = match.Groups["stage"].Value switch { "" => 3, "beta" => 2, _ => 1 };
        return (stage, Number(match, "major"), Number(match, "minor"));
    }

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(
        @"\Av(?<major>[0-9]+)((?<stage>alpha|beta)(?<minor>[0-9]+))?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
