namespace ImageCloneOperator.Commands.Copy.Pairs;

/// <summary>A list of images to copy: a line each with SRC, white space and DST.</summary>
internal static class CopyPairFile
{
    /// <exception cref="UsageException">The file cannot be read, or a line in it is wrong; the message names the line.</exception>
    public static async Task<IReadOnlyList<CopyPair>> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = file.Name == "-" ? Console.In : file.OpenText();
            return await ReadAsync(reader, file.Name, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--file: {e.Message}");
        }
    }

    private static async Task<IReadOnlyList<CopyPair>> ReadAsync(TextReader reader, string name, CancellationToken cancellationToken)
    {
        var pairs = new Dictionary<string, CopyPair>(StringComparer.Ordinal);
        for (var number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            var words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            if (words.Length != 2)
                throw new UsageException($"{name}, line {number}: write SRC, white space and DST.");
            var pair = CopyPair.Parse(words[0], words[1], $"{name}, line {number}: ");
            if (!pairs.TryAdd(pair.Target.ToString(), pair))
            {
                throw new UsageException(
                    $"{name}, line {number}: DST '{pair.TargetText}' is in an earlier line too; give each image a target of its own.");
            }
        }
        return pairs.Count > 0 ? [.. pairs.Values] : throw new UsageException($"{name} has no line with SRC and DST.");
    }
}
