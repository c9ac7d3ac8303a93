namespace ImageCloneOperator.Registry.Tests.Support;

/// <summary>Damages texts at random, the same for the same seed.</summary>
internal sealed class Mutations(int seed)
{
    private static readonly string[] Pieces =
    [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "=", " ", "\0", "\r\n", "\u00e9", "\ud83d\ude00", "null", "true", "-1", "1e999",
        "99999999999999999999",
        "\\ud800", "\\u0000", "sha256:", "sha512:", "@", "/", "//", "..", "://", "<", ">", ";", "%", "*",
        "application/vnd.oci.image.index.v1+json",
        "{\"a\":{\"a\":{\"a\":[[[[]]]]}}}", "\"mediaType\":5,", "\"manifests\":[null,5,{}],",
        "\"platform\":{\"os\":\"\",\"architecture\":null},", "Bearer", "Basic",
    ];

    private readonly Random _random = new(seed);

    public T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>Some pieces put in, taken out, doubled or changed.</summary>
    public string Damage(string text)
    {
        for (var i = _random.Next(6); i >= 0; i--)
        {
            var at = _random.Next(text.Length + 1);
            var length = _random.Next(Math.Min(12, text.Length - at) + 1);
            text = _random.Next(4) switch
            {
                0 => text.Insert(at, Pick(Pieces)),
                1 => text.Remove(at, length),
                2 => text.Insert(at, text.Substring(at, length)),
                _ => string.Concat(text.AsSpan(0, at), Pick(Pieces), text.AsSpan(at + length)),
            };
        }

        return text;
    }
}
