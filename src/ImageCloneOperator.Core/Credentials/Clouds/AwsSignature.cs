using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImageCloneOperator.Core.Credentials.Clouds;

/// <summary>
/// Signature Version 4 of AWS, for requests without a query
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
/// </summary>
public static class AwsSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <returns>The header X-Amz-Date.</returns>
    public static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <param name="key">Who signs.</param>
    /// <param name="region">Such as eu-west-1.</param>
    /// <param name="service">Such as ecr.</param>
    /// <param name="method">The request's, in upper case.</param>
    /// <param name="path">The request's, absolute and encoded.</param>
    /// <param name="headers">Those that are signed: Host and X-Amz-Date at least.</param>
    /// <param name="body">The request's body.</param>
    /// <returns>The header Authorization.</returns>
    /// <exception cref="ArgumentException">X-Amz-Date is missing.</exception>
    public static string Of(
        AwsKey key,
        string region,
        string service,
        string method,
        string path,
        IEnumerable<KeyValuePair<string, string>> headers,
        ReadOnlySpan<byte> body)
    {
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in headers) signed[name.ToLowerInvariant()] = value.Trim();
        if (!signed.TryGetValue("x-amz-date", out var date)) throw new ArgumentException("X-Amz-Date is missing", nameof(headers));
        var names = string.Join(';', signed.Keys);
        var lines = string.Concat(signed.Select(header => $"{header.Key}:{header.Value}\n"));
        var request = $"{method}\n{path}\n\n{lines}\n{names}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        var scope = $"{date[..8]}/{region}/{service}/aws4_request";
        var text = $"{Algorithm}\n{date}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)))}";
        var signingKey = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{key.Secret}"), Hmac);
        return $"{Algorithm} Credential={key.Id}/{scope}, "
            + $"SignedHeaders={names}, Signature={Convert.ToHexStringLower(Hmac(signingKey, text))}";
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
