using System.Globalization;
using System.Text.Encodings.Web;
using ImageCloneOperator.Api.Backups;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Dashboard;

/// <summary>Which backups a page shows, and in which order, as its address says.</summary>
internal sealed record BackupQuery
{
    /// <summary>Longer than any image's name.</summary>
    private const int MaxText = 500;

    /// <summary>The policy that they belong to; empty for any.</summary>
    public string Policy { get; init; } = "";

    /// <summary>How they stand; null for any way.</summary>
    public BackupFilter? State { get; init; }

    /// <summary>Words, of which each is in the names of their images or users; empty for all backups.</summary>
    public string Text { get; init; } = "";

    public BackupOrder Order { get; init; } = BackupOrder.State;

    public bool IsDescending { get; init; }

    /// <summary>Counted from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>The order as addresses have it; empty for the usual one.</summary>
    public string SortText => Order == BackupOrder.State && !IsDescending ? "" : $"{(IsDescending ? "-" : "")}{Order.Name}";

    /// <summary>Reads it; what says nothing that is known is as if it were not there.</summary>
    public static BackupQuery Of(IQueryCollection query)
    {
        var order = Last(query, "sort");
        return new BackupQuery
        {
            Policy = Last(query, "policy"),
            State = BackupFilter.Find(Last(query, "state")),
            Text = Last(query, "q"),
            Order = BackupOrder.Find(order.TrimStart('-')),
            IsDescending = order.StartsWith('-'),
            Page = int.TryParse(Last(query, "page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 ? page : 1,
        };
    }

    /// <returns>The address of the page that shows them.</returns>
    public string Address()
    {
        var parts = new (string Name, string Value)[]
        {
            ("policy", Policy),
            ("state", State?.Name ?? ""),
            ("q", Text),
            ("sort", SortText),
            ("page", Page == 1 ? "" : Page.ToString(CultureInfo.InvariantCulture)),
        };
        var set = parts
            .Where(part => part.Value.Length > 0)
            .Select(part => $"{part.Name}={UrlEncoder.Default.Encode(part.Value)}")
            .ToList();
        return set.Count == 0 ? "/" : $"/?{string.Join('&', set)}";
    }

    /// <returns>All of them, sorted.</returns>
    public IReadOnlyList<ImageBackup> Select(IEnumerable<ImageBackup> backups)
    {
        var words = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. Order.Apply(
            backups.Where(backup =>
                (Policy.Length == 0 || backup.Spec.PolicyName == Policy)
                && State?.Matches(backup) != false
                && Array.TrueForAll(words, word => Has(backup, word))),
            IsDescending)];
    }

    private static bool Has(ImageBackup backup, string word) =>
        Has(backup.Spec.Source, word)
        || Has(backup.Spec.Target, word)
        || (backup.Status.UsedBy ?? []).Exists(user => Has($"{user.Kind} {user.Namespace}/{user.Name}", word));

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static string Last(IQueryCollection query, string name)
    {
        var text = query[name].LastOrDefault()?.Trim() ?? "";
        return text.Length > MaxText ? text[..MaxText] : text;
    }
}
