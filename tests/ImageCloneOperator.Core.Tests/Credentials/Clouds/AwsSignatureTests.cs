using System.Text;
using ImageCloneOperator.Core.Credentials.Clouds;

namespace ImageCloneOperator.Core.Tests.Credentials.Clouds;

/// <summary>The vectors that AWS publishes for its signatures.</summary>
public sealed class AwsSignatureTests
{
    private static readonly AwsKey Key = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    [Theory]
    [InlineData("GET", "", "", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "", "", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData(
        "POST",
        "application/x-www-form-urlencoded",
        "Param1=value1",
        "content-type;host;x-amz-date",
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    public void Signature_is_that_of_the_published_vector(string method, string type, string body, string signed, string signature)
    {
        var headers = new Dictionary<string, string> { ["X-Amz-Date"] = "20150830T123600Z", ["Host"] = "example.amazonaws.com" };
        if (type.Length > 0) headers["Content-Type"] = type;

        var header = AwsSignature.Of(Key, "us-east-1", "service", method, "/", headers, Encoding.UTF8.GetBytes(body));

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + $"SignedHeaders={signed}, Signature={signature}",
            header);
    }

    [Fact]
    public void Time_is_written_as_AWS_reads_it() =>
        Assert.Equal("20150830T123600Z", AwsSignature.Date(new DateTimeOffset(2015, 8, 30, 14, 36, 0, TimeSpan.FromHours(2))));

    [Fact]
    public void Request_without_a_time_is_not_signed() => Assert.Throws<ArgumentException>(
        () => AwsSignature.Of(Key, "us-east-1", "service", "GET", "/", [], []));

    [Fact]
    public void Key_does_not_print_its_secret() =>
        Assert.Equal("access key AKIDEXAMPLE", $"{Key with { Session = "session" }}");
}
