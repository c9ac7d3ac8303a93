using System.CommandLine;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.Demo.Commands;

/// <summary><c>registry</c>: a registry alone, until it is stopped.</summary>
internal static class RegistryCommand
{
    private static readonly Option<int> Port =
        new("--port") { Description = "The port on loopback; 0 takes a free one.", DefaultValueFactory = _ => 5000 };
    private static readonly Option<string?> Data = new("--data") { Description = "The folder to keep everything in; without it, memory." };
    private static readonly Option<bool> Https = new("--https") { Description = "Serve HTTPS; the authority's certificate is printed." };
    private static readonly Option<string?> User =
        new("--user") { Description = "The only user who may log in; without it, everybody may do everything." };
    private static readonly Option<string?> Password = new("--password") { Description = "The user's password." };
    private static readonly Option<bool> Token =
        new("--token") { Description = "Have users log in at a token server instead of by Basic." };
    private static readonly Option<int> Latency = new("--latency") { Description = "Milliseconds to wait before each answer." };
    private static readonly Option<long?> BytesPerSecond =
        new("--bytes-per-second") { Description = "How fast a body goes through, per request." };

    public static Command Create()
    {
        var command = new Command("registry", "An OCI registry in memory or in a folder.")
        {
            Port, Data, Https, User, Password, Token, Latency, BytesPerSecond,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(User) is null != result.GetValue(Password) is null)
                result.AddError("--user and --password go together");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using var server = await RegistryServer.StartAsync(Options(arguments), cancellationToken);
        var output = arguments.InvocationConfiguration.Output;
        await output.WriteLineAsync($"registry on {server.Address}");
        if (server.CertificateAuthority is { } authority)
            await output.WriteLineAsync(authority.Pem);
        await Stopping.WaitAsync(cancellationToken);
        return 0;
    }

    private static RegistryOptions Options(ParseResult arguments) => new()
    {
        Port = arguments.GetValue(Port),
        DataFolder = arguments.GetValue(Data),
        Https = arguments.GetValue(Https),
        Auth = (arguments.GetValue(User), arguments.GetValue(Token)) switch
        {
            (null, _) => RegistryAuth.None,
            (_, true) => RegistryAuth.Token,
            _ => RegistryAuth.Basic,
        },
        Accounts = arguments.GetValue(User) is { } user ? [new(user, arguments.GetValue(Password)!)] : [],
        Quirks = new RegistryQuirks
        {
            Latency = TimeSpan.FromMilliseconds(arguments.GetValue(Latency)),
            BytesPerSecond = arguments.GetValue(BytesPerSecond),
        },
    };
}
