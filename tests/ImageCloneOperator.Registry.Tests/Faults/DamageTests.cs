using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Registry.Tests.Faults;

/// <summary>Content that is not what its digest says never gets a tag.</summary>
public sealed class DamageTests
{
    private static readonly SampleManifest Image = SampleManifest.Image("amd64", SampleBlob.Layer(3, 900_000));

    private static readonly string Layer = Image.Blobs[1].Digest;

    [Fact]
    public async Task A_layer_damaged_once_on_the_way_is_read_again()
    {
        await using var pair = await StartAsync();
        Damage(pair, times: 1);

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(Image);
    }

    [Fact]
    public async Task A_layer_that_is_damaged_every_time_is_never_committed()
    {
        await using var pair = await StartAsync();
        Damage(pair, times: int.MaxValue);

        var failure = await pair.CopyFailsAsync();

        Assert.Equal(RegistryErrorKind.Corrupt, failure.Kind);
        Assert.Contains(Layer, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_manifest_is_refused()
    {
        await using var pair = await StartAsync();
        pair.FaultAtSource(RequestKind.Manifest, new FaultEffect { FlipBitAt = 5 }, times: int.MaxValue);

        Assert.Equal(RegistryErrorKind.Corrupt, (await pair.CopyFailsAsync()).Kind);
    }

    [Fact]
    public async Task A_layer_of_another_size_than_the_manifest_says_is_refused()
    {
        await using var pair = await DevPair.StartAsync();
        var wrong = Image.With(json => json["layers"]![0]!["size"] = 899_999);
        await pair.PushAsync(wrong);

        Assert.Equal(RegistryErrorKind.Corrupt, (await pair.CopyFailsAsync()).Kind);
    }

    [Fact]
    public async Task A_digest_header_that_lies_gives_way_to_what_the_tag_gives()
    {
        await using var pair = await StartAsync();
        pair.FaultAtSource(
            RequestKind.Manifest, new FaultEffect().With("Docker-Content-Digest", SampleBlob.Config("amd64").Digest), "HEAD");

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(Image);
    }

    [Fact]
    public async Task A_target_that_stores_something_else_is_found_out()
    {
        await using var pair = await StartAsync();
        pair.FaultAtTarget(
            RequestKind.Manifest, new FaultEffect { Status = 201 }.With("Docker-Content-Digest", SampleBlob.Config("amd64").Digest), "PUT");

        Assert.Equal(RegistryErrorKind.Corrupt, (await pair.CopyFailsAsync()).Kind);
    }

    [Fact]
    public async Task Blob_is_sent_again_after_registry_deleted_it()
    {
        await using var pair = await StartAsync();
        await pair.CopyAsync();
        await pair.PushAsync(Image.With(json => json["annotations"] = new System.Text.Json.Nodes.JsonObject { ["a"] = "b" }));
        using (var http = new HttpClient()) await http.DeleteAsync(new Uri($"{pair.Target.Address}v2/backup/app/blobs/{Layer}"));

        await pair.CopyAsync();

        using var puller = new Puller(pair.Target.Host);
        await puller.AssertCompleteAsync("backup/app", Image);
    }

    private static void Damage(DevPair pair, int times) =>
        pair.Source.Faults.Add(new Fault
        {
            Method = "GET",
            Kind = RequestKind.Blob,
            Reference = Layer,
            Times = times,
            Effect = new FaultEffect { FlipBitAt = 400_000 },
        });

    private static async Task<DevPair> StartAsync()
    {
        var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        return pair;
    }
}
