using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Tests.Transport;
using ImageCloneOperator.Testing.Entities;
using k8s.Models;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Kubernetes.Tests.Dynamic;

public sealed class ListTests
{
    [Fact]
    public async Task A_page_carries_its_items_with_their_type_and_the_token_of_the_next()
    {
        await using var api = await ApiStub.StartAsync(context => context.Response.WriteAsync(
            """
            {"kind":"DeploymentList","apiVersion":"apps/v1","metadata":{"resourceVersion":"42","continue":"next","remainingItemCount":7},
             "items":[{"metadata":{"name":"web","namespace":"shop","creationTimestamp":"2026-01-02T03:04:05Z","managedFields":[{}]},
                       "spec":{"replicas":3,"template":{"metadata":{"creationTimestamp":null},"spec":{"containers":[{"name":"a","image":"nginx:1.27"}]}}}}]}
            """));
        using var client = api.Client();

        var page = await client.ListAsync<Deployment>(new(), CancellationToken.None);

        Assert.Equal(("42", "next"), (page.ResourceVersion, page.Continue));
        var item = Assert.Single(page.Items);
        Assert.Equal(("apps/v1", "Deployment"), (item.ApiVersion, item.Kind));
        Assert.Equal("nginx:1.27", item.Spec?.Template?.Spec?.Containers?.Single().Image);
    }

    [Fact]
    public async Task The_last_page_has_no_token_and_a_null_list_is_an_empty_one()
    {
        await using var api = await ApiStub.StartAsync(
            context => context.Response.WriteAsync("""{"metadata":{"resourceVersion":"1","continue":""},"items":null}"""));
        using var client = api.Client();

        var page = await client.ListAsync<V1Namespace>(new(), CancellationToken.None);

        Assert.Empty(page.Items);
        Assert.Null(page.Continue);
    }

    [Fact]
    public async Task The_options_become_the_query_and_the_accept_header()
    {
        string? asked = null;
        await using var api = await ApiStub.StartAsync(context =>
        {
            asked = context.Request.Path
                + Uri.UnescapeDataString(context.Request.QueryString.Value!)
                + " "
                + context.Request.Headers.Accept;
            return context.Response.WriteAsync("""{"metadata":{},"items":[]}""");
        });
        using var client = api.Client();

        await client.ListAsync<Deployment>(
            new() { Namespace = "shop", LabelSelector = "a in (b,c)", Limit = 2, Continue = "x+/=", MetadataOnly = true },
            CancellationToken.None);

        Assert.Equal(
            "/apis/apps/v1/namespaces/shop/deployments?labelSelector=a in (b,c)&limit=2&continue=x+/= "
                + "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
            asked);
    }
}
