using ImageCloneOperator.Core.Backups;

namespace ImageCloneOperator.Core.Tests.Backups;

public sealed class RecopyRequestTests
{
    [Theory]
    [InlineData(null, null, null, false)]
    [InlineData("", "", null, false)]
    [InlineData("1", null, null, true)]
    [InlineData("1", null, "1", false)]
    [InlineData("1", "2", "1", true)]
    [InlineData("1", "2", "1,2", false)]
    [InlineData("1", "3", "1,2", true)]
    [InlineData("3", "2", "1,2", true)]
    [InlineData("1", null, "1,2", false)]
    [InlineData("1", "", "1,2", false)]
    [InlineData(null, "2", "1,2", false)]
    [InlineData("", "2", "1,2", false)]
    [InlineData(null, null, "1,2", false)]
    [InlineData("2", null, "1,2", true)]
    [InlineData(null, "1", "1,2", true)]
    [InlineData("1", "1", "1", true)]
    public void Request_with_a_new_value_is_new_and_taking_one_back_is_not(string? backup, string? policy, string? handled, bool isNew) =>
        Assert.Equal(isNew, new RecopyRequest(backup, policy).IsNew(handled));

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("", null, null)]
    [InlineData("1", "", "1")]
    [InlineData(null, "2", "2")]
    [InlineData("1", "2", "1,2")]
    public void Request_is_kept_as_the_values_that_are_there(string? backup, string? policy, string? value) =>
        Assert.Equal(value, new RecopyRequest(backup, policy).Value);
}
