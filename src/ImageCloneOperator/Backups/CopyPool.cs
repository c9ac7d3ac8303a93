using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Backups;

/// <summary>The copies under way.</summary>
internal sealed class CopyPool(int size, TimeProvider time, ILogger<CopyPool> logger) : WorkPool(size, time, logger)
{
    public override string Name => "CopyPool";
}
