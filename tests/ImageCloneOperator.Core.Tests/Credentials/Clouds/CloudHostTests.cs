using ImageCloneOperator.Core.Credentials.Clouds;

namespace ImageCloneOperator.Core.Tests.Credentials.Clouds;

public sealed class CloudHostTests
{
    [Theory]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com", CloudProvider.AWS, "eu-west-1 amazonaws.com")]
    [InlineData("123456789012.DKR.ecr.eu-west-1.amazonaws.com", CloudProvider.AWS, "eu-west-1 amazonaws.com")]
    [InlineData("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", CloudProvider.AWS, "us-gov-west-1 amazonaws.com")]
    [InlineData("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", CloudProvider.AWS, "cn-north-1 amazonaws.com.cn")]
    [InlineData("123456789012.dkr-ecr.eu-west-1.on.aws", CloudProvider.AWS, "eu-west-1 amazonaws.com")]
    [InlineData("123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn", CloudProvider.AWS, "cn-north-1 amazonaws.com.cn")]
    [InlineData("123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu", CloudProvider.AWS, "eusc-de-east-1 amazonaws.eu")]
    [InlineData("public.ecr.aws", CloudProvider.AWS, null)]
    [InlineData("europe-west3-docker.pkg.dev", CloudProvider.Google, null)]
    [InlineData("gcr.io", CloudProvider.Google, null)]
    [InlineData("eu.gcr.io", CloudProvider.Google, null)]
    [InlineData("team.azurecr.io", CloudProvider.Azure, null)]
    [InlineData("team.region.data.azurecr.io", CloudProvider.Azure, null)]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com.example.com", CloudProvider.Generic, null)]
    [InlineData("123456789012.dkr.ecr.a.example.com/.amazonaws.com", CloudProvider.Generic, null)]
    [InlineData("12.dkr.ecr.eu-west-1.amazonaws.com", CloudProvider.Generic, null)]
    [InlineData("evilgcr.io.example.com", CloudProvider.Generic, null)]
    [InlineData("evilgcr.io", CloudProvider.Generic, null)]
    [InlineData("azurecr.io", CloudProvider.Generic, null)]
    [InlineData("docker.io", CloudProvider.Generic, null)]
    [InlineData("gcr.io:5000", CloudProvider.Generic, null)]
    [InlineData("gcr.io\n", CloudProvider.Generic, null)]
    public void Cloud_and_region_are_those_of_the_whole_name(string host, CloudProvider provider, string? place)
    {
        Assert.Equal(provider, CloudHost.ProviderOf(host));
        Assert.Equal(place, CloudHost.EcrPlace(host) is var (region, domain) ? $"{region} {domain}" : null);
    }
}
