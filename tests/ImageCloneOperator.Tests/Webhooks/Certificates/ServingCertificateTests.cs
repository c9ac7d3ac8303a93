using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Options;
using ImageCloneOperator.Webhooks.Certificates;
using k8s.Models;

namespace ImageCloneOperator.Tests.Webhooks.Certificates;

public sealed class ServingCertificateTests
{
    private static readonly string[] Hosts = ["operator.ns.svc"];
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _time = new();
    private readonly ServingCertificate _serving;
    private readonly CertificateSecret _first;
    private readonly CertificateSecret _second;

    public ServingCertificateTests()
    {
        _serving = new ServingCertificate(new RunOptions { Http = new(null, 0), Namespace = "ns", PodName = "pod" }, _time);
        _first = CertificateSecret.None.Renewed(Hosts, _time.GetUtcNow());
        _second = CertificateSecret.None.Renewed(Hosts, _time.GetUtcNow());
    }

    [Fact]
    public void A_replica_is_ready_once_it_has_a_certificate_and_takes_the_first_at_once()
    {
        Assert.Contains("ns/image-clone-operator-webhook-tls", _serving.NotReadyBecause, StringComparison.Ordinal);
        Assert.Throws<AuthenticationException>(() => _serving.Tls);

        Assert.True(Offer(_first, trusted: []));

        Assert.Null(_serving.NotReadyBecause);
        Assert.NotNull(_serving.Tls.ServerCertificateContext);
    }

    [Fact]
    public void Another_certificate_is_served_only_when_all_have_trusted_it_for_a_while()
    {
        Offer(_first, [_first]);

        Assert.False(Offer(_second, [_first], [_first]));
        Assert.False(Offer(_second, [_first, _second], [_first]));
        _time.Advance(Grace);
        Assert.False(Offer(_second, [_first, _second], [_first, _second]));
        _time.Advance(Grace / 2);
        Assert.False(Offer(_second, [_first, _second], [_first, _second]));
        _time.Advance(Grace / 2);
        Assert.True(Offer(_second, [_first, _second], [_first, _second]));
    }

    [Fact]
    public void Trust_that_was_lost_meanwhile_counts_anew()
    {
        Offer(_first, [_first]);
        Offer(_second, [_first, _second]);
        _time.Advance(Grace / 2);
        Offer(_second, [_first]);
        _time.Advance(Grace / 2);

        Assert.False(Offer(_second, [_first, _second]));
    }

    [Fact]
    public void One_that_has_ended_or_is_for_other_names_is_replaced_at_once()
    {
        Offer(_first, [_first]);
        Assert.True(_serving.Offer(Read(CertificateSecret.None.Renewed(["127.0.0.1"], _time.GetUtcNow())), [], ["127.0.0.1"]));

        _time.Advance(TimeSpan.FromDays(91));
        Assert.True(_serving.Offer(Read(_second), [Bundle(_first)], ["127.0.0.1"]));
    }

    private bool Offer(CertificateSecret offered, params IEnumerable<CertificateSecret[]> trusted) =>
        _serving.Offer(Read(offered), trusted.Select(Bundle), Hosts);

    private static ServedCertificate Read(CertificateSecret secret) => ServedCertificate.Read(new V1Secret { Data = secret.ToData() })!;

    private static X509Certificate2Collection Bundle(params IEnumerable<CertificateSecret> secrets) =>
        CertificateChecks.Read(string.Concat(secrets.Select(secret => secret.Authority!.CertificatePem + "\n")));
}
