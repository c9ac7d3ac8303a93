using ImageCloneOperator.Webhooks.Certificates;
using k8s.Models;

namespace ImageCloneOperator.Tests.Webhooks.Certificates;

public sealed class CertificateSecretTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Hosts = ["operator.ns.svc", "operator.ns.svc.cluster.local", "10.1.2.3", "::1"];
    private static readonly CertificateSecret Fresh = CertificateSecret.None.Renewed(Hosts, Now);

    [Fact]
    public void A_certificate_is_for_all_hosts_and_goes_back_to_its_authority()
    {
        using var serving = Fresh.Serving!.Load();

        Assert.True(serving.IsFor(Hosts));
        Assert.False(serving.IsFor(["other.ns.svc"]));
        Assert.True(serving.IsTrustedBy([], CertificateChecks.Read(Fresh.Authority!.CertificatePem), Now));
        Assert.False(serving.IsTrustedBy([], CertificateChecks.Read(CertificateIssuer.CreateAuthority(Now).CertificatePem), Now));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(59)]
    public void Nothing_is_renewed_before_two_thirds_of_its_life(int days) => Assert.Equal(Fresh, Fresh.Renewed(Hosts, Now.AddDays(days)));

    [Fact]
    public void A_certificate_is_renewed_by_the_same_authority()
    {
        var renewed = Fresh.Renewed(Hosts, Now.AddDays(61));

        Assert.Equal(Fresh.Authority, renewed.Authority);
        Assert.NotEqual(Fresh.Serving, renewed.Serving);
    }

    [Fact]
    public void An_authority_is_renewed_years_before_it_ends_and_its_certificates_with_it()
    {
        var renewed = Fresh.Renewed(Hosts, Now.AddDays(4 * 365));

        Assert.NotEqual(Fresh.Authority, renewed.Authority);
        using var serving = renewed.Serving!.Load();
        Assert.True(serving.IsTrustedBy([], CertificateChecks.Read(renewed.Authority!.CertificatePem), Now.AddDays(4 * 365)));
    }

    [Fact]
    public void A_certificate_never_outlives_its_authority()
    {
        var end = Now.AddDays((5 * 365) - 10);
        using var authority = Fresh.Authority!.Load();
        using var serving = CertificateIssuer.Issue(Fresh.Authority, Hosts, end).Load();

        Assert.Equal(authority.NotAfter, serving.NotAfter);
    }

    [Fact]
    public void Another_host_takes_another_certificate()
    {
        var renewed = Fresh.Renewed([.. Hosts, "127.0.0.1"], Now);

        Assert.Equal(Fresh.Authority, renewed.Authority);
        using var serving = renewed.Serving!.Load();
        Assert.True(serving.IsFor(["127.0.0.1"]));
    }

    [Theory]
    [InlineData("ca.crt", false)]
    [InlineData("ca.key", false)]
    [InlineData("tls.crt", true)]
    [InlineData("tls.key", true)]
    public void Damaged_entry_is_made_anew(string entry, bool keepsAuthority)
    {
        foreach (var damaged in new byte[][] { [], [.. "nonsense"u8], CertificateSecret.None.Renewed(Hosts, Now).ToData()[entry] })
        {
            var secret = new V1Secret { Data = Fresh.ToData() };
            secret.Data[entry] = damaged;

            var renewed = CertificateSecret.Read(secret).Renewed(Hosts, Now);

            Assert.Equal(keepsAuthority, renewed.Authority == Fresh.Authority);
            using var serving = renewed.Serving!.Load();
            Assert.True(serving.HasPrivateKey && serving.IsTrustedBy([], CertificateChecks.Read(renewed.Authority!.CertificatePem), Now));
        }
    }

    [Fact]
    public void Written_secret_is_read_again_and_no_key_is_ever_shown()
    {
        Assert.Equal(Fresh, CertificateSecret.Read(new V1Secret { Data = Fresh.ToData() }));
        Assert.DoesNotContain("PRIVATE KEY", Fresh.ToString(), StringComparison.Ordinal);
    }
}
