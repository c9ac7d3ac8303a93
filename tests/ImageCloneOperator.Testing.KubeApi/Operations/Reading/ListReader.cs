using System.Collections.Immutable;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Resources;
using ImageCloneOperator.Testing.KubeApi.Storage;
using FieldError = ImageCloneOperator.Testing.KubeApi.Schemas.FieldError;

namespace ImageCloneOperator.Testing.KubeApi.Operations.Reading;

/// <summary>Reads one page of a resource as of one revision.</summary>
internal sealed class ListReader(Cluster cluster)
{
    public ListPage Read(ResourceDefinition resource, ListOptions options)
    {
        var (items, revision, after) = options.Continue.Length > 0 ? Resume(resource, options) : Begin(resource, options);
        var matching = Scan(items, options, after);
        if (options.Limit == 0) return new ListPage([.. matching], revision, "", null);
        var page = matching.Take(options.Limit + 1).ToList();
        if (page.Count <= options.Limit) return new ListPage(page, revision, "", null);
        page.RemoveAt(options.Limit);
        var last = page[^1];
        long? remaining = options.Selects ? null : CountAfter(items, options, last);
        var expires = cluster.Clock.GetUtcNow() + cluster.Options.ContinueLifetime;
        return new ListPage(page, revision, new ContinueToken(revision, last.Key, expires.ToUnixTimeMilliseconds()).ToString(), remaining);
    }

    private (ImmutableSortedSet<StoredObject> Items, long Revision, string After) Begin(ResourceDefinition resource, ListOptions options)
    {
        Check(options);
        var (items, revision) = cluster.Store.Snapshot(resource.Table);
        if (options.Revision > revision) throw ApiError.ResourceVersionTooLarge(options.Revision, revision);
        return options.ResourceVersionMatch == "Exact"
            ? (cluster.Store.SnapshotAt(resource.Table, options.Revision), options.Revision, "")
            : (items, revision, "");
    }

    private (ImmutableSortedSet<StoredObject> Items, long Revision, string After) Resume(ResourceDefinition resource, ListOptions options)
    {
        if (options.ResourceVersion is not ("" or "0"))
            throw ApiError.BadRequest("specifying resource version is not allowed when using continue");
        var token = ContinueToken.Parse(options.Continue);
        if (token.Revision < 0)
        {
            var (items, revision) = cluster.Store.Snapshot(resource.Table);
            return (items, revision, token.After);
        }

        if (cluster.Clock.GetUtcNow().ToUnixTimeMilliseconds() > token.ExpiresAt) throw ContinueToken.Expired(token);
        try
        {
            return (cluster.Store.SnapshotAt(resource.Table, token.Revision), token.Revision, token.After);
        }
        catch (ApiException gone) when (gone.Code == 410)
        {
            throw ContinueToken.Expired(token);
        }
    }

    private static void Check(ListOptions options)
    {
        if (options.ResourceVersionMatch.Length == 0) return;
        if (options.ResourceVersionMatch is not ("Exact" or "NotOlderThan"))
            throw Refused(FieldError.NotSupported("resourceVersionMatch", options.ResourceVersionMatch, ["Exact", "NotOlderThan"]));
        if (options.ResourceVersion.Length == 0)
        {
            throw Refused(
                FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        }

        if (options is { ResourceVersionMatch: "Exact", Revision: 0 })
        {
            throw Refused(
                FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        }
    }

    private static ApiException Refused(FieldError error) => ApiError.InvalidOptions("ListOptions", error);

    private static IEnumerable<StoredObject> Scan(ImmutableSortedSet<StoredObject> items, ListOptions options, string after)
    {
        for (var i = First(items, options, after); i < items.Count; i++)
        {
            var item = items[i];
            if (options.Namespace.Length > 0 && item.Namespace != options.Namespace) yield break;
            if (options.Matches(item)) yield return item;
        }
    }

    private static int First(ImmutableSortedSet<StoredObject> items, ListOptions options, string after)
    {
        var slash = after.IndexOf('/', StringComparison.Ordinal);
        var probe = slash < 0 ? StoredObject.Probe(options.Namespace, "") : StoredObject.Probe(after[..slash], after[(slash + 1)..]);
        var index = items.IndexOf(probe);
        return index < 0 ? ~index : index + 1;
    }

    private static long CountAfter(ImmutableSortedSet<StoredObject> items, ListOptions options, StoredObject last)
    {
        var end = options.Namespace.Length == 0 ? items.Count : ~items.IndexOf(StoredObject.Probe(options.Namespace, "\uffff"));
        return end - items.IndexOf(last) - 1;
    }
}
