using System.Text.RegularExpressions;

namespace ImageCloneOperator.Architecture.Tests;

public sealed partial class FolderTests
{
    private const int MaxFiles = 15;

    /// <summary>Folders whose types all others of the project may use, although they use these.</summary>
    private static readonly Dictionary<string, string> Shared = new(StringComparer.Ordinal)
    {
        ["src/ImageCloneOperator.Registry"] =
            "the public face: its options and its exception are said in the folders below, which it hides",
    };

    /// <summary>
    /// The floors of the host, from the ground up. A folder, with all below it that stands on no floor of its own, uses only what lies on
    /// lower floors: so nothing reaches up, and features of one floor know nothing of each other.
    /// </summary>
    private static readonly string[][] HostFloors =
    [
        ["Observability", "Options", "Manifests", "Nodes", "Policies/Compilation", "Backups/Tasks"],
        ["Workloads/Caching"],
        ["Workloads/Owners"],
        ["Credentials"],
        ["Backups/Status"],
        ["Backups/Planning", "Catalogs/Storage"],
        ["Workloads"],
        ["Backups", "Catalogs", "Policies", "Webhooks", "Dashboard", "Removal"],
        ["Hosting"],
        ["Commands"],
        [""],
    ];

    [Fact]
    public void Folders_hold_at_most_15_files()
    {
        Assert.Empty(SourceFile.Product.Concat(SourceFile.Tests)
            .GroupBy(file => file.Folder)
            .Where(folder => folder.Count() > MaxFiles)
            .Select(folder => folder.Key));
    }

    [Fact]
    public void Folders_of_a_project_do_not_use_each_other()
    {
        Assert.Empty(SourceFile.Product.GroupBy(file => file.Project).SelectMany(Cycles));
    }

    [Fact]
    public void Folders_of_the_host_use_only_lower_floors()
    {
        const string root = "src/ImageCloneOperator";
        var floors = HostFloors.Index()
            .SelectMany(floor => floor.Item, (floor, room) => (Room: $"{root}/{room}".TrimEnd('/'), Height: floor.Index))
            .OrderByDescending(room => room.Room.Length)
            .ToList();
        var reachingUp =
            from use in Uses(SourceFile.Host)
            let user = RoomOf(use.From)
            let used = RoomOf(use.To)
            where user.Room != used.Room && user.Height <= used.Height
            select $"{use.From} uses {use.To}: {use.By}";

        Assert.Empty(reachingUp);

        (string Room, int Height) RoomOf(string folder) =>
            floors.First(room => folder == room.Room || folder.StartsWith(room.Room + "/", StringComparison.Ordinal));
    }

    [Fact]
    public void Floors_of_the_host_name_its_folders()
    {
        var folders = SourceFile.Host.Select(file => file.Folder).ToHashSet(StringComparer.Ordinal);

        Assert.All(HostFloors.SelectMany(floor => floor), room => Assert.Contains(
            folders, folder => $"{folder}/".StartsWith($"src/ImageCloneOperator/{room}", StringComparison.Ordinal)));
        Assert.Subset(
            HostFloors.SelectMany(floor => floor).Select(room => room.Split('/')[0]).ToHashSet(StringComparer.Ordinal),
            folders.Select(folder => folder.Split('/').ElementAtOrDefault(2) ?? "").ToHashSet(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Cycles(IEnumerable<SourceFile> project)
    {
        var uses = Uses([.. project.Where(file => !Shared.ContainsKey(file.Folder))]).ToLookup(use => (use.From, use.To), use => use.By);

        return
            from use in uses
            let back = (From: use.Key.To, To: use.Key.From)
            where uses.Contains(back) && string.CompareOrdinal(use.Key.From, back.From) < 0
            select $"{use.Key.From} and {back.From}: {string.Join(", ", use.Take(5))}; {string.Join(", ", uses[back].Take(5))}";
    }

    /// <summary>A type is known by its name: two of one project with one name would be reported, not missed.</summary>
    private static IEnumerable<(string From, string To, string By)> Uses(IReadOnlyList<SourceFile> files)
    {
        var types = files.SelectMany(file => Declaration().Matches(file.Text), (file, match) => (match.Groups[1].Value, file.Folder))
            .ToLookup(type => type.Value, type => type.Folder, StringComparer.Ordinal);
        return
            from file in files
            from word in Words(file)
            from folder in types[word]
            where folder != file.Folder
            select (file.Folder, folder, $"{file.Name} names {word}");
    }

    private static IEnumerable<string> Words(SourceFile file) =>
        Word().Matches(Literal().Replace(file.Code, "")).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal);

    [GeneratedRegex(
        @"^(?:(?:public|internal|static|sealed|abstract|partial|readonly|ref)\s+)*(?:class|record struct|record|struct|interface|enum)\s+(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex("\"(?:[^\"\\\\\\n]|\\\\.)*\"")]
    private static partial Regex Literal();

    /// <summary>A name that stands first in an expression or a type, and declares or sets no member.</summary>
    [GeneratedRegex(@"(?<![\w.]|\b(?:bool|int|long|string) )([A-Z]\w*)\b(?!\s*(?:\{ ?(?:get|init)|=[^=>]))")]
    private static partial Regex Word();
}
