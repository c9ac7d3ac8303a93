using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Core.Tests.Credentials;

public sealed class FairOrderTests
{
    [Fact]
    public void Queues_take_turns_until_each_is_empty() =>
        Assert.Equal(["a1", "b1", "c1", "a2", "c2", "a3"], FairOrder.Of([["a1", "a2", "a3"], ["b1"], [], ["c1", "c2"]]));
}
