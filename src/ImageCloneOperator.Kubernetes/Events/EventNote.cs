using System.Text;

namespace ImageCloneOperator.Kubernetes.Events;

/// <summary>Keeps notes within the API's limit of 1,024 bytes.</summary>
internal static class EventNote
{
    private const int MaxBytes = 1024;
    private const string Ellipsis = "…";

    public static string Cut(string note)
    {
        if (Encoding.UTF8.GetByteCount(note) <= MaxBytes)
            return note;
        var left = MaxBytes - Encoding.UTF8.GetByteCount(Ellipsis);
        var length = 0;
        foreach (var rune in note.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0)
                break;
            length += rune.Utf16SequenceLength;
        }
        return note[..length] + Ellipsis;
    }
}
