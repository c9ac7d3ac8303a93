namespace ImageCloneOperator.Backups;

/// <summary>Bytes for people.</summary>
internal static class Sizes
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Three digits at least where there are as many: 131 MiB, 1.4 GiB.</summary>
    public static string Format(long bytes)
    {
        var unit = 0;
        double amount = bytes;
        while (amount >= 1024 && unit < Units.Length - 1)
        {
            amount /= 1024;
            unit++;
        }

        return unit == 0 || amount >= 10 ? $"{amount:0} {Units[unit]}" : $"{amount:0.0} {Units[unit]}";
    }
}
