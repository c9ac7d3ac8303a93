using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Operations;
using ImageCloneOperator.Testing.KubeApi.Resources;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Controllers;

/// <summary>Serves the resources of CustomResourceDefinitions, and takes them away with their objects.</summary>
internal sealed class CustomResourceController(Cluster cluster, ObjectRemover remover) : IController
{
    public Task ReactAsync(WatchRecord record)
    {
        React(record);
        return Task.CompletedTask;
    }

    private void React(WatchRecord record)
    {
        if (record.Object.Table == CustomDefinitions.Table) Definition(record);
        else if (record.Deleted && cluster.Catalog.FindTable(record.Object.Table)?.Custom is { } custom) CleanUp(custom.DefinitionName);
    }

    private void Definition(WatchRecord record)
    {
        var crd = record.Object.ToJson();
        if (record.Deleted)
        {
            cluster.Catalog.SetCustom(crd.Name(), []);
            return;
        }

        cluster.Catalog.SetCustom(crd.Name(), CustomDefinitions.Resources(crd));
        if (crd.IsTerminating()) CleanUp(crd.Name());
        else cluster.Store.Edit(CustomDefinitions.Table, "", crd.Name(), Establish);
    }

    private void Establish(JsonObject crd)
    {
        var status = crd.Child("status");
        if (status.Objects("conditions").Any(condition => condition.Text("type") == "Established")) return;
        var names = crd.At("spec", "names")!.DeepClone().AsObject();
        names["singular"] ??= names.Text("kind").ToLowerInvariant();
        names["listKind"] ??= names.Text("kind") + "List";
        status["acceptedNames"] = names;
        status["storedVersions"] = new JsonArray([.. crd
            .Objects("spec", "versions")
            .Where(version => version.Flag("storage"))
            .Select(version => (JsonNode)version.Text("name"))]);
        status["conditions"] = new JsonArray(
            Condition("NamesAccepted", "NoConflicts", "no conflicts found"),
            Condition("Established", "InitialNamesAccepted", "the initial names have been accepted"));
    }

    private JsonObject Condition(string type, string reason, string message) =>
        new() { ["type"] = type, ["status"] = "True", ["lastTransitionTime"] = cluster.Now, ["reason"] = reason, ["message"] = message };

    private void CleanUp(string definition)
    {
        if (cluster.Store.Find(CustomDefinitions.Table, "", definition) is not { IsTerminating: true } crd) return;
        var resource = cluster.Catalog.All.FirstOrDefault(resource => resource.Custom?.DefinitionName == definition);
        if (resource is not null)
        {
            foreach (var item in cluster.Store.Snapshot(resource.Table).Items)
            {
                if (!item.IsTerminating) remover.Remove(resource, item.Namespace, item.Name, DeleteOptions.Background);
            }

            if (!cluster.Store.Snapshot(resource.Table).Items.IsEmpty) return;
        }

        cluster.Store.RemoveFinalizer(crd, ObjectRemover.CustomResourceCleanup);
    }
}
