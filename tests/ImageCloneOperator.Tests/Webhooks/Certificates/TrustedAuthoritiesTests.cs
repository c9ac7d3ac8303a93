using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Webhooks.Certificates;

namespace ImageCloneOperator.Tests.Webhooks.Certificates;

public sealed class TrustedAuthoritiesTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly TrustedAuthorities _authorities;
    private readonly string _old;
    private readonly string _new;

    public TrustedAuthoritiesTests()
    {
        _authorities = new TrustedAuthorities(_time);
        _old = CertificateIssuer.CreateAuthority(_time.GetUtcNow()).CertificatePem;
        _new = CertificateIssuer.CreateAuthority(_time.GetUtcNow()).CertificatePem;
    }

    [Fact]
    public void An_earlier_authority_stays_beside_the_new_one_for_a_while()
    {
        var both = _authorities.Bundle(_new, [Read(_old), Read(_old)]);
        Assert.Equal([_new, _old], Pems(both));

        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(both, _authorities.Bundle(_new, [Read(both)]));

        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([_new], Pems(_authorities.Bundle(_new, [Read(both)])));
    }

    [Fact]
    public void An_earlier_authority_is_remembered_where_somebody_drops_the_bundle()
    {
        _authorities.Bundle(_new, [Read(_old)]);

        Assert.Equal([_new, _old], Pems(_authorities.Bundle(_new, [[], []])));
    }

    [Fact]
    public void An_authority_that_has_ended_goes()
    {
        _time.Advance(TimeSpan.FromDays(6 * 365));
        var current = CertificateIssuer.CreateAuthority(_time.GetUtcNow()).CertificatePem;

        Assert.Equal([current], Pems(_authorities.Bundle(current, [Read(_old)])));
    }

    [Fact]
    public void Authority_that_is_current_again_is_listed_once()
    {
        _authorities.Bundle(_new, [Read(_old)]);

        Assert.Equal([_old, _new], Pems(_authorities.Bundle(_old, [Read(_old + "\n" + _new)])));
    }

    private static X509Certificate2Collection Read(string pem) => CertificateChecks.Read(pem);

    private static IEnumerable<string> Pems(string bundle) => Read(bundle).Select(certificate => certificate.ExportCertificatePem());
}
