using System.CommandLine;
using ImageCloneOperator.Commands.Run;

namespace ImageCloneOperator.Tests.Commands;

public sealed class RunOptionTests
{
    [Theory]
    [InlineData("--leader-elect", "false")]
    [InlineData("--http-bind-address", "[::1]:8080")]
    [InlineData("--webhook-bind-address", "")]
    [InlineData("--max-concurrent-copies", "64")]
    [InlineData("--refuse-source-addresses", "private")]
    [InlineData("--log-level", "debug")]
    public void A_good_value_is_taken(string option, string value) => Assert.Empty(RunCommand.Create().Parse([option, value]).Errors);

    [Theory]
    [InlineData("--http-bind-address: '8080' is not an address such as :8080 or 127.0.0.1:8080.", "--http-bind-address", "8080")]
    [InlineData("--max-concurrent-copies: '0' is not a number from 1 to 64.", "--max-concurrent-copies", "0")]
    [InlineData("--log-format: '1' is not json or console.", "--log-format", "1")]
    [InlineData("Required argument missing for option: '--leader-elect'.", "--leader-elect")]
    public void A_bad_value_is_told_with_what_is_right(string expected, params string[] arguments) =>
        Assert.Equal(expected, Assert.Single(RunCommand.Create().Parse(arguments).Errors).Message);

    [Theory]
    [InlineData("127.0.0.1:8081")]
    [InlineData("127.0.0.1:0", "--http-bind-address", "127.0.0.1:0")]
    [InlineData("127.0.0.1:8081", "--http-bind-address", "10.0.0.1:8080")]
    [InlineData(":8080", "--dashboard-bind-address", ":8080")]
    [InlineData(null, "--dashboard-bind-address", "")]
    public void Dashboard_is_shown_to_this_machine_alone_unless_asked_otherwise(string? expected, params string[] arguments)
    {
        var settings = new RunSettings();
        var command = new Command("run");
        settings.AddTo(command);

        Assert.Equal(expected, settings.Read(command.Parse(arguments), "ns", isInPod: true).Dashboard?.ToString());
    }

    [Fact]
    public void The_help_shows_defaults_as_they_are_written()
    {
        using var output = new StringWriter();

        new RootCommand { RunCommand.Create() }.Parse(["run", "--help"]).Invoke(new InvocationConfiguration { Output = output });

        Assert.Contains("[IMAGE_CLONE_HTTP_BIND_ADDRESS] [default: :8080]", output.ToString(), StringComparison.Ordinal);
    }
}
